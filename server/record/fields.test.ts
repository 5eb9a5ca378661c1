import { describe, expect, it } from 'vitest'
import { RecordedEvent, SubjectType } from '../../contract/record.ts'
import { eventText, fieldText, recordWords, subjectText } from '../../contract/words/record.ts'
import { changesOf, factsOf, fieldsOf } from './fields.ts'

const major = { id: '1', name: 'Business', abbreviation: 'BM' }

describe('the fields of what was recorded', () => {
  it('are every value with its place; what has a name is called by it', () => {
    expect(
      fieldsOf({ id: 'x', version: 3, name: 'Dr. A', email: null, quotas: { chair: 5 }, majors: [major] }),
    ).toEqual([
      { path: ['name'], value: 'Dr. A' },
      { path: ['quotas', 'chair'], value: 5 },
      { path: ['majors'], value: ['Business'] },
    ])
    expect(fieldsOf({ major, chair: { advisorId: '2', name: 'Dr. B' } })).toEqual([
      { path: ['major'], value: 'Business' },
      { path: ['chair'], value: 'Dr. B' },
    ])
  })

  it('of several things stand under their names, or under their places', () => {
    const tasks = [
      { name: 'Design', durationDays: 40 },
      { name: 'Testing', durationDays: 30 },
    ]
    expect(fieldsOf({ tasks }).map((one) => one.path)).toEqual([
      ['tasks', 'Design', 'durationDays'],
      ['tasks', 'Testing', 'durationDays'],
    ])
    expect(fieldsOf([{ itemId: 'a', score: 7 }]).map((one) => one.path)).toEqual([
      ['1', 'itemId'],
      ['1', 'score'],
    ])
    expect(fieldsOf([tasks[0], tasks[0]]).map((one) => one.path.join())).toEqual([
      ...['1,name', '1,durationDays', '2,name', '2,durationDays'],
    ])
  })

  it('are written one way, and hold no secret and no id beside a name', () => {
    expect(fieldsOf({ topic_lo: 'ກ', passwordHash: 'x', recoveryCodes: 'y', mustChangePassword: true })).toEqual([
      { path: ['topicLo'], value: 'ກ' },
      { path: ['mustChangePassword'], value: true },
    ])
    expect(fieldsOf({ toAdvisor: 'Dr. A', toAdvisorId: '9' })).toEqual([{ path: ['toAdvisor'], value: 'Dr. A' }])
  })

  it('can be of any shape', () => {
    for (const odd of [null, undefined, 'x', 7, true, [], {}, [[]], [null], { a: [] }, { a: {} }]) {
      expect(fieldsOf(odd), JSON.stringify(odd)).toEqual([])
    }
    expect(fieldsOf({ a: [1, null] })).toEqual([])
    expect(fieldsOf({ a: [1, 'b'] })).toEqual([{ path: ['a'], value: [1, 'b'] }])
  })
})

describe('the changes', () => {
  it('are what differs, and what came or went', () => {
    const before = { version: 1, name: 'A', email: 'a@x', quotas: { chair: 1, second: 2 } }
    const after = { version: 2, name: 'A', telephone: '020', quotas: { chair: 3, second: 2 } }
    expect(changesOf(before, after)).toEqual([
      { path: ['telephone'], before: null, after: '020' },
      { path: ['quotas', 'chair'], before: 1, after: 3 },
      { path: ['email'], before: 'a@x', after: null },
    ])
    expect(changesOf(null, { status: 'pending' })).toEqual([{ path: ['status'], before: null, after: 'pending' }])
    expect(changesOf(null, null)).toEqual([])
  })

  it('are not told again by what else was recorded', () => {
    const changes = changesOf({ status: 'pending', date: null }, { status: 'approved', date: '2027-05-03' })
    const data = { date: '2027-05-03', moved: false, ip: '::1', from: 'pending', to: 'approved', till: 'pending' }
    expect(factsOf(data, changes, ['ip'])).toEqual([
      { path: ['moved'], value: false },
      { path: ['till'], value: 'pending' },
    ])
  })
})

describe('the words', () => {
  it('are there for every kind of event that the program writes, and for no other', () => {
    const modules = import.meta.glob<Record<string, { name?: unknown; audience?: unknown }>>('../*/events.ts', {
      eager: true,
    })
    const defined = Object.entries(modules)
      .filter(([path]) => !path.includes('/platform/'))
      .flatMap(([, module]) => Object.values(module))
      .filter((one) => typeof one === 'object' && 'audience' in one)
      .map((one) => String(one.name))
    expect(defined.length).toBeGreaterThan(70)
    expect(RecordedEvent.options.toSorted()).toEqual(defined.toSorted())
  })

  it('are those of the reader, or the names of the data', () => {
    expect(eventText('lo', 'project.approved')).toBe('ອະນຸມັດໂຄງການ')
    expect([eventText('th', 'bee.stung'), subjectText('th', 'bee')]).toEqual(['bee.stung', 'bee'])
    expect(fieldText('en', ['quotas', 'chair', 'wing'])).toBe('Quota · Chair · wing')
    expect(fieldText('en', ['constructor'])).toBe('constructor')
  })

  it('are written in the script of their language, each different from the English', () => {
    const textsOf = (locale: 'lo' | 'th') => {
      const { events, subjects, groups, fields, title } = recordWords[locale]
      return [title, ...[events, subjects, groups, fields].flatMap((one) => Object.values(one))]
    }
    expect(textsOf('lo').filter((text) => !/[\u0e80-\u0eff]/.test(text) || /[\u0e00-\u0e7f]/.test(text))).toEqual([])
    expect(textsOf('th').filter((text) => !/[\u0e00-\u0e7f]/.test(text) || /[\u0e80-\u0eff]/.test(text))).toEqual([])
    for (const { fields, headings, subjects } of Object.values(recordWords)) {
      expect([Object.keys(fields), headings.length]).toEqual([Object.keys(recordWords.en.fields), 14])
      expect(Object.keys(subjects).toSorted()).toEqual(SubjectType.options.toSorted())
    }
  })
})
