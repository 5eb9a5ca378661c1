import { basename } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Endpoint } from '../../contract/endpoint.ts'
import { policy } from '../../contract/permissions.ts'
import { codeFiles } from './tree.ts'

const modules = import.meta.glob<Record<string, unknown>>(['../../contract/**/*.ts', '!../../contract/*.test.ts'])

const isEndpoint = (value: unknown): value is Endpoint =>
  typeof value === 'object' && value !== null && 'operationId' in value && 'path' in value

let endpoints: { name: string; spec: Endpoint }[]

beforeAll(async () => {
  const loaded = await Promise.all(Object.values(modules).map((load) => load()))
  endpoints = loaded
    .flatMap((module) => Object.entries(module))
    .flatMap(([name, value]) => (isEndpoint(value) ? [{ name, spec: value }] : []))
})

const repeated = (values: string[]) => values.filter((value, index) => values.indexOf(value) !== index)

describe('files and folders', () => {
  test('are named in kebab-case', async () => {
    const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/
    const isKebab = (path: string) => path.split('/').every((part) => part.split('.').every((word) => kebab.test(word)))
    expect((await codeFiles()).filter((path) => !isKebab(path.replace(/(^|\/)\./g, '$1')))).toEqual([])
  })

  test('do not repeat the folder in the file, except for the front door', async () => {
    const stutters = (await codeFiles()).filter((path) => {
      const folder = path.split('/').at(-2) ?? ''
      return /^(server|web)\//.test(path) && basename(path).startsWith(`${folder}-`)
    })
    expect(stutters).toEqual([])
  })
})

describe('endpoints', () => {
  test('are found', () => {
    expect(endpoints.length).toBeGreaterThan(60)
  })

  test('have one operationId each, which is the name they are exported by', () => {
    expect(repeated(endpoints.map(({ spec }) => spec.operationId))).toEqual([])
    expect(endpoints.filter(({ name, spec }) => name !== spec.operationId)).toEqual([])
  })

  test('have one method and path each, whatever their parameters are called', () => {
    const shape = ({ method, path }: Endpoint) => `${method} ${path.replace(/:\w+/g, ':')}`
    expect(repeated(endpoints.map(({ spec }) => shape(spec)))).toEqual([])
  })

  test('write paths in kebab-case and name their parameters in params', () => {
    for (const { spec } of endpoints) {
      expect(spec.path).toMatch(/^(\/(:[a-z][A-Za-z]*|[a-z0-9]+(-[a-z0-9]+)*))+$/)
      const inPath = [...spec.path.matchAll(/:(\w+)/g)].map((match) => match[1])
      expect(Object.keys(spec.params?.shape ?? {}).toSorted(), spec.operationId).toEqual(inPath.toSorted())
    }
  })
})

describe('permissions', () => {
  const unguarded = ['public', 'signedIn']

  test('of endpoints are rows of the policy', () => {
    const used = endpoints.map(({ spec }) => spec.permission)
    expect(used.filter((permission) => !(permission in policy) && !unguarded.includes(permission))).toEqual([])
  })

  test('of the policy are each asked for by an endpoint', () => {
    const used = new Set<string>(endpoints.map(({ spec }) => spec.permission))
    expect(Object.keys(policy).filter((permission) => !used.has(permission))).toEqual([])
  })

  test('are written noun.verb and grant at least one scope', () => {
    for (const [permission, roles] of Object.entries(policy)) {
      expect(permission).toMatch(/^[a-z]+\.[a-z]+$/)
      expect(Object.values(roles).flat().length, permission).toBeGreaterThan(0)
    }
  })
})
