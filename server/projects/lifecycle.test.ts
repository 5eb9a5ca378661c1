import { describe, expect, test } from 'vitest'
import { ProjectStatus } from '../../contract/projects.ts'
import { canNow, isPossible, type ProjectAction } from './lifecycle.ts'

const table: [ProjectAction, ProjectStatus[]][] = [
  ['edit', ['draft', 'rejected']],
  ['invite', ['draft', 'pending', 'rejected']],
  ['submit', ['draft', 'rejected']],
  ['decide', ['pending']],
  ['change', ['approved']],
  ['transfer', ['pending', 'approved']],
  ['withdraw', ['draft', 'pending', 'approved', 'rejected']],
  ['complete', ['approved']],
  ['delete', ['draft', 'withdrawn']],
]

test.each(table)('%s starts from %j and nothing else', (action, states) => {
  expect(ProjectStatus.options.filter((status) => isPossible(action, status))).toEqual(states)
})

describe('what the reader may do now', () => {
  const all = { edit: true, invite: true, submit: true, decide: true, transfer: true, withdraw: true, delete: true }
  const standing = { status: 'draft', yearClosed: false, hasWork: false, rights: all } as const

  test('the state takes away what the right gives', () => {
    expect(canNow(standing)).toEqual({ ...all, decide: false, transfer: false })
    expect(canNow({ ...standing, status: 'pending' })).toEqual({
      ...all,
      edit: false,
      submit: false,
      delete: false,
    })
  })

  test('nothing without the right, nothing in a closed year', () => {
    const none = {
      edit: false,
      invite: false,
      submit: false,
      decide: false,
      transfer: false,
      withdraw: false,
      delete: false,
    }
    expect(canNow({ ...standing, rights: none })).toEqual(none)
    expect(canNow({ ...standing, yearClosed: true })).toEqual(none)
  })

  test('a project with work is not deleted', () => {
    expect(canNow({ ...standing, status: 'withdrawn' }).delete).toBe(true)
    expect(canNow({ ...standing, status: 'withdrawn', hasWork: true }).delete).toBe(false)
  })
})
