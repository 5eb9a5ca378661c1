/**
 * THE policy table: who may do what, to which things. A dean can read it.
 *
 * Scopes: `any` = every one · `managed` = of the majors one manages · `supervised` = of the projects one advises ·
 * `committee` = of the projects one sits on the committee of · `own` = one's own · an absent role = nobody of it.
 * A person with several roles may do what any of them may.
 */
export const roles = ['student', 'advisor', 'department_admin', 'admin'] as const
export type Role = (typeof roles)[number]

export const scopes = ['own', 'supervised', 'committee', 'managed', 'any'] as const
export type Scope = (typeof scopes)[number]

type PolicyTable = Readonly<Record<`${string}.${string}`, Readonly<Partial<Record<Role, readonly Scope[]>>>>>

const everyone = { student: ['any'], advisor: ['any'], department_admin: ['any'], admin: ['any'] } as const
const office = { department_admin: ['managed'], admin: ['any'] } as const
const adminOnly = { admin: ['any'] } as const
const participants = {
  student: ['own'],
  advisor: ['supervised', 'committee'],
  department_admin: ['managed'],
  admin: ['any'],
} as const
const supervision = { advisor: ['supervised'], department_admin: ['managed'], admin: ['any'] } as const

export const policy = {
  'account.manage': adminOnly,
  'setting.manage': adminOnly,
  'system.read': adminOnly,
  'job.retry': adminOnly,
  'mail.read': adminOnly,
  'mail.retry': adminOnly,
  'privacy.manage': adminOnly,
  'record.read': office,

  'year.read': everyone,
  'year.manage': adminOnly,
  'major.read': everyone,
  'major.manage': adminOnly,
  'classroom.read': everyone,
  'classroom.manage': office,

  'advisor.read': everyone,
  'advisor.manage': office,
  'student.read': office,
  'student.find': everyone,
  'student.manage': office,
  'import.run': office,

  'project.read': participants,
  'project.register': { student: ['own'], department_admin: ['managed'], admin: ['any'] },
  'project.edit': { student: ['own'], department_admin: ['managed'], admin: ['any'] },
  'project.withdraw': { student: ['own'], department_admin: ['managed'], admin: ['any'] },
  'project.decide': supervision,
  'project.transfer': office,
  'project.delete': adminOnly,
  'invitation.answer': { student: ['own'] },

  'template.read': { advisor: ['any'], department_admin: ['any'], admin: ['any'] },
  'template.manage': { department_admin: ['any'], admin: ['any'] },
  'milestone.manage': supervision,
  'submission.read': participants,
  'submission.submit': { student: ['own'] },
  'submission.review': supervision,

  'room.read': { advisor: ['any'], department_admin: ['any'], admin: ['any'] },
  'room.manage': adminOnly,
  'defense.read': participants,
  'defense.manage': office,

  'rubric.read': everyone,
  'rubric.manage': adminOnly,
  'score.enter': { advisor: ['supervised', 'committee'] },
  'score.read': office,
  'score.override': office,
  'result.read': participants,
  'result.publish': office,

  'notification.read': { student: ['own'], advisor: ['own'], department_admin: ['own'], admin: ['own'] },
} as const satisfies PolicyTable

export type Permission = keyof typeof policy
