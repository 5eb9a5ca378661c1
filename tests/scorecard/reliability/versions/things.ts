import type { Endpoint } from '../../../../contract/endpoint.ts'
import type { World } from './world.ts'

/** A record as it is read: some of it, and its version. */
export type Read = Record<string, unknown> & { version: number }

/** A thing that has a version, and one of its changes. */
export interface Thing {
  /** Whose change it is; the admin's unless told. */
  readonly cookie?: string
  readonly params?: Record<string, string>
  /** Where it is read, and which of a list it is. */
  readonly from: string
  readonly pick?: (answer: never) => Read | undefined
  /** What is written back, made from what was read. */
  readonly next: (read: never) => object | undefined
  /** How often it was changed, as the record itself tells; null where only its version can. */
  readonly count: ((read: never) => number) | null
  /** The change is made once: of many at the same time, one. */
  readonly once?: true
}

const day = 24 * 60 * 60 * 1_000
const nextDay = (text: string) => new Date(Date.parse(text) + day).toISOString().slice(0, 10)
const daysSince = (first: string, text: string) => Math.round((Date.parse(text) - Date.parse(first)) / day)
/** The number of changes in a text: 0 in the one it had first. */
const number = (text: string | null = '') => Number(/^n (\d+)$/.exec(text ?? '')?.[1] ?? 0)
const more = (text: string | null = '') => `n ${number(text) + 1}`
const inList = (id: string | undefined) => (answer: { items: (Read & { id: string })[] }) =>
  answer.items.find((one) => one.id === id)

type Named = { name: string }
const named = { next: ({ name }: Named) => ({ name: more(name) }), count: ({ name }: Named) => number(name) }

/** The things of a faculty before there are projects. */
function recordsOf({ faculty, year, defenses, template, student, guest }: World): Record<string, Thing> {
  const { majors, classrooms, advisors } = faculty
  const [major, other] = majors
  const whole = 'pageSize=100'
  return {
    updateInstallation: {
      from: '/installation',
      next: ({ version: _, mail: __, ...read }: Read & { mail: string; name: { en: string } }) => ({
        ...read,
        name: { ...read.name, en: more(read.name.en) },
      }),
      count: ({ name }: { name: { en: string } }) => number(name.en),
    },
    updateYear: {
      ...{ params: { yearId: year.id }, from: `/years/${year.id}` },
      next: ({ endsOn }: { endsOn: string }) => ({ endsOn: nextDay(endsOn) }),
      count: ({ endsOn }: { endsOn: string }) => daysSince(year.endsOn, endsOn),
    },
    updateMajor: {
      ...{ params: { majorId: major?.id ?? '' }, from: `/majors?${whole}`, pick: inList(major?.id) },
      ...named,
    },
    updateClassroom: {
      ...{ params: { classroomId: classrooms[0]?.id ?? '' }, from: `/classrooms?${whole}` },
      ...{ pick: inList(classrooms[0]?.id), ...named },
    },
    updateAccount: {
      ...{ params: { accountId: guest }, from: `/accounts?${whole}`, pick: inList(guest) },
      next: ({ displayName }: { displayName: string }) => ({ displayName: more(displayName) }),
      count: ({ displayName }: { displayName: string }) => number(displayName),
    },
    updateAdvisor: {
      ...{ params: { advisorId: advisors[0]?.[0]?.id ?? '' }, from: `/advisors/${advisors[0]?.[0]?.id}` },
      ...named,
    },
    setManagedMajors: {
      ...{ params: { advisorId: advisors[0]?.[1]?.id ?? '' }, from: `/advisors/${advisors[0]?.[1]?.id}` },
      next: ({ managedMajors: [now] }: { managedMajors: { id: string }[] }) => ({
        majorIds: [now?.id === major?.id ? other?.id : major?.id],
      }),
      count: null,
    },
    updateRoom: {
      ...{ params: { roomId: defenses.room.id }, from: `/rooms?${whole}`, pick: inList(defenses.room.id) },
      ...named,
    },
    updateDefenseSettings: {
      from: '/defense-settings',
      next: ({ startsOn, endsOn, slots }: { startsOn: string; endsOn: string; slots: Record<string, string>[] }) => ({
        ...{ startsOn, endsOn: nextDay(endsOn), slots: slots.map(({ id: _, ...slot }) => slot) },
      }),
      count: ({ endsOn }: { endsOn: string }) => daysSince('2027-05-14', endsOn),
    },
    updateTemplate: {
      ...{ params: { templateId: template.id }, from: `/milestone-templates?${whole}`, pick: inList(template.id) },
      next: ({ name, tasks }: { name: string; tasks: object[] }) => ({ name: more(name), tasks }),
      count: named.count,
    },
    updateStudent: {
      ...{ params: { studentId: student.id }, from: `/students/${student.id}` },
      next: ({ telephone }: { telephone: string | null }) => ({ telephone: String(Number(telephone ?? 1e6) + 1) }),
      count: ({ telephone }: { telephone: string | null }) => Number(telephone ?? 1e6) - 1e6,
    },
    updateRubrics: {
      from: `/rubrics?yearId=${year.id}`,
      next: ({ advisor = [], committee = [], boundaries }: Record<string, Named[]>) => {
        const [first, ...rest] = advisor
        const items = [{ ...first, name: more(first?.name) }, ...rest]
        const body = (all: object[]) => all.map((one) => ({ ...one, id: undefined }))
        return { yearId: year.id, advisor: body(items), committee: body(committee), boundaries }
      },
      count: ({ advisor: [first] }: { advisor: Named[] }) => number(first?.name),
    },
  }
}

/** What is changed of a project again and again. */
function projectsOf({
  moved,
  seated,
  edited,
  approved,
  milestone,
  supervisor,
  defenses,
}: World): Record<string, Thing> {
  const of = (projectId: string | undefined, rest: string) => ({
    ...{ params: { projectId: projectId ?? '' }, from: `/projects/${projectId}${rest}` },
  })
  const first = new Map<string, string>()
  return {
    updateProject: {
      ...of(edited, ''),
      next: ({ abstract }: { abstract: string | null }) => ({ abstract: more(abstract) }),
      count: ({ abstract }: { abstract: string | null }) => number(abstract),
    },
    assignCommittee: {
      ...of(seated, '/committee'),
      next: ({ chair, second, third }: Record<string, { advisorId: string }>) => ({
        ...{ chair: second?.advisorId, second: third?.advisorId, third: chair?.advisorId },
      }),
      count: null,
    },
    scheduleDefense: {
      ...of(moved, '/defense'),
      next: ({ date }: { date: string }) => ({
        ...{ date: nextDay(date), slotId: defenses.slots[1]?.id, roomId: defenses.room.id },
      }),
      count: ({ date }: { date: string }) => daysSince('2027-05-07', date),
    },
    rescheduleMilestone: {
      ...{ params: { milestoneId: milestone }, from: `/projects/${approved}/milestones`, pick: inList(milestone) },
      next: ({ dueOn }: { dueOn: string }) => ({ dueOn: nextDay(dueOn), reason: 'because' }),
      count: ({ id, dueOn }: { id: string; dueOn: string }) => {
        first.set(id, first.get(id) ?? dueOn)
        return daysSince(first.get(id) ?? '', dueOn)
      },
    },
    saveSheet: {
      ...{ cookie: supervisor.cookie ?? '', from: `/projects/${moved}/sheets` },
      ...{ params: { projectId: moved ?? '', evaluator: 'advisor' }, pick: sheetOf('advisor') },
      next: ({ comment }: { comment: string | null }) => ({
        ...{ items: [], comment: more(comment) },
      }),
      count: ({ comment }: { comment: string | null }) => number(comment),
    },
  }
}

const sheetOf = (evaluator: string) => (answer: { items: (Read & { evaluator: string })[] }) =>
  answer.items.find((one) => one.evaluator === evaluator)

/** What is decided once. In this order: what a later one needs is done before. */
function decisionsOf(world: World): Record<string, Thing> {
  const { faculty, graded, moved, begun, again, chair, year } = world
  const template = { templateId: world.template.id, startsOn: '2026-10-01' }
  const reason = 'because'
  const to = faculty.advisors[1]?.[1]?.id
  const of = (projectId: string | undefined, body: object | undefined, rest = '', more = {}): Thing => ({
    ...{ params: { projectId: projectId ?? '', ...more }, from: `/projects/${projectId}${rest}` },
    ...{ next: () => body, count: null, once: true },
  })
  const chairs = { evaluator: 'chair' }
  return {
    submitProject: of(again, {}),
    approveProject: of(world.toApprove, template),
    rejectProject: of(world.toReject, { reason }),
    transferProject: of(world.toTransfer, { advisorId: to, reason }),
    withdrawProject: of(world.toWithdraw, { reason }),
    askForChange: of(world.toChange, { abstract: 'another', reason }),
    approveChange: of(world.toChange, {}),
    declineChange: of(world.toDecline, { reason }),
    takeChangeBack: of(world.toTakeBack, undefined),
    changeDefenseState: of(begun, { status: 'in_progress' }, '/defense'),
    submitSheet: {
      ...of(moved, undefined, '/sheets', chairs),
      ...{ pick: sheetOf('chair'), cookie: chair.cookie ?? '' },
    },
    reopenSheet: { ...of(moved, { reason }, '/sheets', chairs), pick: sheetOf('chair') },
    overrideGrade: of(graded, { grade: 'B', reason }, '/result'),
    publishResult: of(graded, undefined, '/result'),
    closeYear: {
      ...{ params: { yearId: faculty.year.id }, from: `/years/${faculty.year.id}` },
      ...{ next: () => undefined, count: null, once: true },
    },
    activateYear: {
      ...{ params: { yearId: year.id }, from: `/years/${year.id}` },
      ...{ next: () => undefined, count: null, once: true },
    },
  }
}

/** How each endpoint that asks for a version is asked, by operationId and in the order to try them. */
export const thingsOf = (world: World): Record<Endpoint['operationId'], Thing> => ({
  ...{ ...recordsOf(world), ...projectsOf(world), ...decisionsOf(world) },
})
