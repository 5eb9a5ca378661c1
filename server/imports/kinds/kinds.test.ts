import { describe, expect, test } from 'vitest'
import { type AdvisorState, planAdvisors } from './advisors.ts'
import { planClassrooms } from './classrooms.ts'
import { planMajors } from './majors.ts'
import type { Planned, SourceRow } from './plan.ts'
import { type ProjectsState, planProjects } from './projects.ts'
import { planStudents, type StudentState } from './students.ts'

const sheet = (...rows: Record<string, string>[]): SourceRow[] =>
  rows.map((cells, index) => ({ row: index + 2, cells, formulas: [] }))
const told = <T>(planned: Planned<T>[]) =>
  planned.map(({ shown }) => [shown.state, ...shown.reasons.map((one) => `${one.column} ${one.code}`)].join(': '))

const ibm = { id: 'ibm', name: 'International Business', abbreviation: 'IBM', managed: true }
const mk = { id: 'mk', name: 'Marketing', abbreviation: 'MK', managed: true }
const law = { id: 'law', name: 'Law', abbreviation: 'LAW', managed: false }
const majors = [ibm, mk, law]

describe('majors', () => {
  test('known by name, else by abbreviation; case and spaces do not matter for that', () => {
    const planned = planMajors(
      { majors },
      sheet(
        { name: 'Marketing', abbreviation: 'MK' },
        { name: ' marketing ', abbreviation: 'MK' },
        { name: 'International Trade', abbreviation: 'ibm' },
        { name: 'Law', abbreviation: 'MK' },
        { name: 'Tourism', abbreviation: 'TM' },
        { name: 'Hotels', abbreviation: 'TM' },
        { name: '', abbreviation: '=A1' },
      ),
    )
    expect(told(planned)).toEqual([
      'unchanged',
      'error: name row.repeated',
      'update',
      'error: abbreviation major.abbreviationTaken',
      'new',
      'error: name row.repeated',
      'error: name cell.missing: abbreviation cell.formula',
    ])
    expect(planned[2]?.shown.changes).toEqual({ name: 'International Business', abbreviation: 'IBM' })
    expect(planned[1]?.shown.reasons[0]?.data).toEqual({ row: 2 })
  })
})

test('classrooms: a major by name or abbreviation, and no move to another', () => {
  const classrooms = [{ id: 'c1', name: 'IBM-4A', majorId: 'ibm' }]
  const planned = planClassrooms(
    { majors, classrooms },
    sheet(
      { name: 'IBM-4A', major: 'ibm' },
      { name: 'MK-1', major: 'MARKETING' },
      { name: 'mk-1', major: 'MK' },
      { name: 'Law-1', major: 'Law' },
      { name: 'X', major: 'Physics' },
    ),
  )
  expect(told(planned)).toEqual([
    'unchanged',
    'new',
    'error: name row.repeated',
    'error: major permission.denied',
    'error: major cell.unknown',
  ])
  expect(told(planClassrooms({ majors, classrooms }, sheet({ name: 'ibm-4a', major: 'MK' })))).toEqual([
    'error: major classroom.otherMajor',
  ])
})

describe('advisors', () => {
  const quotas = { supervising: 5, chair: 5, second: 5, third: 5 }
  const one = (id: string, name: string, email: string | null = null): AdvisorState => ({
    ...{ id, accountId: `account ${id}`, name, email, quotas, majorIds: ['mk'] },
  })
  const plan = (advisors: AdvisorState[], ...rows: Record<string, string>[]) =>
    planAdvisors({ majors, advisors, accounts: [] }, sheet(...rows))

  test('blank cells leave what stands, "All" in any language clears, a new one gives five places', () => {
    const planned = plan(
      [one('a', 'Ms. A')],
      { name: 'ms. a', supervising: '0', majors: 'ທັງໝົດ' },
      { name: 'Mr. B', majors: 'MK, Law; ibm' },
      { name: 'Mr. C', supervising: '-1', chair: '501', second: '2.5', majors: 'MK, ZZ' },
    )
    expect(told(planned)).toEqual([
      'update',
      'new',
      'error: supervising cell.invalid: chair cell.invalid: second cell.invalid: majors cell.unknown',
    ])
    expect(planned[0]?.shown.changes).toEqual({ name: 'Ms. A', supervising: '5', majors: 'MK' })
    expect(planned[1]?.target).toMatchObject({ quotas, majorIds: ['mk', 'law', 'ibm'], email: undefined })
    expect(told(plan([one('a', 'Ms. A')], { name: 'Ms. A' }))).toEqual(['unchanged'])
  })

  test('people of one name are told apart by their addresses, or not at all', () => {
    const twins = [one('a', 'Ms. A', 'a@x.la'), one('b', 'Ms. A', 'b@x.la')]
    expect(told(plan(twins, { name: 'Ms. A' }))).toEqual(['error: name advisor.ambiguous'])
    const both = plan(twins, { name: 'Ms. A', email: 'B@x.la' }, { name: 'Ms. A', email: 'a@x.la' })
    expect(told(both)).toEqual(['unchanged', 'unchanged'])
    expect(told(plan(twins, { name: 'Ms. A', email: 'c@x.la' }))).toEqual(['new'])
    expect(told(plan([], { name: 'Ms. A' }, { name: 'Ms. A' }))).toEqual(['new', 'error: name advisor.ambiguous'])
    const fresh = plan([], { name: 'Ms. A', email: 'a@x.la' }, { name: 'Ms. A', email: 'b@x.la' })
    expect(told(fresh)).toEqual(['new', 'new'])
  })
})

describe('students', () => {
  const row = {
    ...{ code: '155N1000/22', givenName: 'ຄຳ', surname: 'ໃໝ່', gender: 'ຍິງ', major: 'mk', classroom: 'mk-1' },
    ...{ telephone: '', email: 'kham@x.la', status: 'Approved' },
  }
  const standing: StudentState = {
    ...{ id: 's', accountId: 'as', code: '155N1000/22', givenName: 'ຄຳ', surname: 'ໃໝ່', gender: 'female' },
    ...{ majorId: 'mk', classroomId: 'c', telephone: '020 555555', email: 'kham@x.la', status: 'approved' },
    ...{ givenNameLatin: null, surnameLatin: null, managed: true },
  }
  const classrooms = [
    { id: 'c', name: 'MK-1', majorId: 'mk' },
    { id: 'd', name: 'IBM-1', majorId: 'ibm' },
  ]
  const account = { accountId: 'as', login: '155N1000/22', email: 'kham@x.la', student: true, returning: false }
  const plan = (students: StudentState[], accounts: (typeof account)[], ...rows: Record<string, string>[]) =>
    planStudents(
      { codePattern: '^\\d{3}[A-Z]{1,2}\\d{3,4}\\/\\d{2}$', majors, classrooms, students, accounts },
      sheet(...rows),
    )

  test('new, unchanged with blank cells, updated', () => {
    expect(told(plan([], [], row))).toEqual(['new'])
    expect(told(plan([standing], [account], row))).toEqual(['unchanged'])
    const moved = plan([standing], [account], { ...row, major: 'IBM', classroom: 'IBM-1' })
    expect(moved[0]?.shown).toMatchObject({ state: 'update', changes: { major: 'Marketing', classroom: 'MK-1' } })
  })

  test('an ID that stands is not asked for a form that the year has now', () => {
    const codePattern = '^B\\d{7}$'
    const state = { codePattern, majors, classrooms, students: [standing], accounts: [account] }
    expect(told(planStudents(state, sheet(row, { ...row, code: '155N1001/22', email: '' })))).toEqual([
      'unchanged',
      'error: code student.codeFormat',
    ])
  })

  test('all reasons at once', () => {
    const bad = { ...row, gender: 'Robot', classroom: 'IBM-1', telephone: 'abc', email: 'no' }
    expect(told(plan([], [], bad))).toEqual([
      'error: gender cell.unknown: classroom classroom.otherMajor: telephone cell.invalid: email cell.invalid',
    ])
    expect(told(plan([], [], { ...row, code: 'ABC' }))).toEqual(['error: code student.codeFormat'])
    expect(told(plan([], [], row, { ...row, email: '' }))).toEqual(['new', 'error: code row.repeated'])
    expect(told(plan([{ ...standing, managed: false }], [account], row))).toEqual(['error: code permission.denied'])
  })

  test('a name is typed and never computed; other cells may be', () => {
    const computed = (column: string): SourceRow[] => [{ row: 2, cells: row, formulas: [column] }]
    const state = { codePattern: '', majors, classrooms, students: [], accounts: [] }
    expect(told(planStudents(state, computed('surname')))).toEqual(['error: surname cell.formula'])
    expect(told(planStudents(state, computed('classroom')))).toEqual(['new'])
  })

  test('an account belongs to one person, who may come back in another year', () => {
    const other = { ...account, accountId: 'other', login: 'other' }
    expect(told(plan([], [other], row))).toEqual(['error: email account.emailTaken'])
    expect(told(plan([], [account], row))).toEqual(['error: code account.loginTaken'])
    const back = plan([], [{ ...account, returning: true }], row)
    expect(back[0]).toMatchObject({ shown: { state: 'new' }, target: { returning: true } })
  })

  test('a pending student is approved by the file; other changes of state are refused', () => {
    const pending = { ...standing, status: 'pending' as const }
    expect(plan([pending], [account], row)[0]).toMatchObject({
      shown: { state: 'update', changes: { status: 'pending' } },
      target: { approve: true },
    })
    expect(told(plan([standing], [account], { ...row, status: 'ລໍຖ້າອະນຸມັດ' }))).toEqual(['error: status cell.invalid'])
    expect(told(plan([], [], { ...row, status: 'Gone' }))).toEqual(['error: status cell.unknown'])
  })
})

describe('projects', () => {
  const student = (id: string, majorId = 'mk') => ({
    ...{ id, code: id.toUpperCase(), status: 'approved' as const, majorId, managed: majorId !== 'law' },
  })
  const advisor = (id: string, quota = 2) => ({
    id,
    name: 'Ms. A',
    email: `${id}@x.la`,
    majorIds: ['mk'],
    quota,
    taken: 0,
  })
  const topics = { topicLo: 'ຫົວຂໍ້ໜຶ່ງ', topicEn: 'A topic' }
  const row = { code: 'P26001', ...topics, advisor: 'Ms. A', members: 'S1, s2' }
  const standing = {
    ...{ id: 'p', code: 'P26001', ...topics, advisorId: 'a', memberIds: ['s1', 's2'] },
    ...{ status: 'pending' as const, managed: true },
  }
  const state: ProjectsState = {
    maxMembers: 2,
    advisors: [advisor('a')],
    students: [student('s1'), student('s2'), student('s3'), student('i1', 'ibm'), student('l1', 'law')],
    projects: [],
  }
  const plan = (change: Partial<ProjectsState>, ...rows: Record<string, string>[]) =>
    told(planProjects({ ...state, ...change }, sheet(...rows)))

  test('new, unchanged, updated', () => {
    expect(plan({}, row)).toEqual(['new'])
    expect(plan({ projects: [standing] }, row)).toEqual(['unchanged'])
    expect(plan({ projects: [standing] }, { ...row, topicEn: 'Another topic' })).toEqual(['update'])
    expect(plan({ projects: [{ ...standing, status: 'approved' }] }, row)).toEqual(['unchanged'])
    expect(plan({ projects: [{ ...standing, status: 'approved' }] }, { ...row, members: 's1' })).toEqual([
      'error: code project.wrongState',
    ])
  })

  test('places are counted through the file', () => {
    const rows = ['S1', 'S2', 'S3'].map((members, n) => ({ ...row, code: `P2600${n}`, members }))
    expect(plan({}, ...rows)).toEqual(['new', 'new', 'error: advisor advisor.full'])
  })

  test('a student is in one project, also within the file', () => {
    expect(plan({}, row, { ...row, code: 'P26002', members: 'S2' })).toEqual([
      'new',
      'error: members project.studentTaken',
    ])
    expect(plan({ projects: [standing] }, { ...row, code: 'P26002' })[0]).toContain('project.studentTaken')
  })

  test('who may be a member, and how many', () => {
    expect(plan({}, { ...row, members: 'S1;S2\nS3' })).toEqual(['error: members project.tooManyMembers'])
    expect(plan({}, { ...row, members: 'S9' })).toEqual(['error: members cell.unknown'])
    expect(plan({}, { ...row, members: 'S1, L1' })).toEqual(['error: members permission.denied'])
    expect(plan({}, { ...row, members: 'I1' })).toEqual(['error: advisor advisor.notSpecialised'])
    const waiting = [{ ...student('s1'), status: 'pending' as const }, student('s2')]
    expect(plan({ students: waiting }, row)).toEqual(['error: members student.notApproved'])
  })

  test('an advisor by name, and by address when two share it', () => {
    const advisors = [advisor('a'), advisor('b')]
    expect(plan({ advisors }, row)).toEqual(['error: advisor advisor.ambiguous'])
    expect(plan({ advisors }, { ...row, advisorEmail: 'b@x.la' })).toEqual(['new'])
    expect(plan({}, { ...row, advisor: 'Ms. B' })).toEqual(['error: advisor advisor.unknown'])
    const projects = [standing]
    expect(plan({ advisors, projects }, { ...row, advisorEmail: 'b@x.la' })).toEqual([
      'error: advisor project.wrongState',
    ])
  })
})
