import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import type { Key, Keyring } from './keyring.ts'
import { seal, sealedBefore, unseal } from './seal.ts'

const key = (version: number): Key => ({ version, bytes: randomBytes(32) })
const old = key(1)
const keys: Keyring = [old]
const secret = randomBytes(20)

it('opens what it sealed, and never seals twice alike', () => {
  const text = seal(keys, 'test', 'nok', secret)
  expect(unseal(keys, 'test', 'nok', text)).toEqual(secret)
  expect(seal(keys, 'test', 'nok', secret)).not.toBe(text)
  expect(text).not.toContain(secret.toString('base64url'))
})

it('opens it after the keys were rotated, and knows that it is time to seal it anew', () => {
  const text = seal(keys, 'test', 'nok', secret)
  const rotated: Keyring = [key(2), old]
  expect(unseal(rotated, 'test', 'nok', text)).toEqual(secret)
  expect([sealedBefore(keys, text), sealedBefore(rotated, text)]).toEqual([false, true])
  expect(sealedBefore([key(11)], seal([key(1)], 'test', 'nok', secret))).toBe(true)
})

it('opens it for nothing and nobody else, with no other key, and not when a bit of it was altered', () => {
  const text = seal(keys, 'test', 'nok', secret)
  expect(unseal(keys, 'other', 'nok', text)).toBeNull()
  expect(unseal(keys, 'test', 'dao', text)).toBeNull()
  expect(unseal([key(1)], 'test', 'nok', text)).toBeNull()
  expect(unseal([key(2)], 'test', 'nok', text)).toBeNull()
  const parts = text.split('.')
  for (const at of [1, 2, 3]) {
    const bytes = Buffer.from(parts[at] ?? '', 'base64url')
    bytes[0] = (bytes[0] ?? 0) ^ 1
    expect(unseal(keys, 'test', 'nok', parts.with(at, bytes.toString('base64url')).join('.'))).toBeNull()
  }
  for (const broken of ['', '1', '1...', '1.a.b.c']) expect(unseal(keys, 'test', 'nok', broken)).toBeNull()
})
