import type { Endpoint } from '../../../../contract/endpoint.ts'
import { features } from '../../../../server/features.ts'
import type { Faculty } from '../../../faculty.ts'
import type { TestApp } from '../../../harness.ts'
import { bodies, someId } from '../../../permissions/samples.ts'
import type { Schema } from '../odd-values.ts'
import type { Ledger } from './ledger.ts'

/** Where the fields of the contract are kept, by the names of the ledger; two ways to write a thing are one field. */
const kept: Readonly<Record<string, string>> = {
  ...both('Major', { name: 'major.name', abbreviation: 'major.abbreviation' }),
  ...both('Classroom', { name: 'classroom.name' }),
  ...both('Advisor', { name: 'advisor.name' }),
  ...both('Room', { name: 'room.name' }),
  ...both('Template', {
    ...{ name: 'template.name', description: 'template.description', 'tasks.name': 'template.task' },
  }),
  ...Object.fromEntries(
    ['registerProject', 'updateProject', 'askForChange'].flatMap((operation) =>
      ['topicLo', 'topicEn', 'topicTh', 'abstract'].map((name) => [`${operation}.${name}`, `project.${name}`]),
    ),
  ),
  ...Object.fromEntries(
    ['registerProject', 'submitProject', 'transferProject', 'handOverProjects'].flatMap((operation) =>
      ['similarityOverride', 'overQuota'].map((name) => [`${operation}.${name}`, `project.${name}`]),
    ),
  ),
  'updateAccount.displayName': 'account.displayName',
  'createAccessToken.name': 'token.name',
  'confirmPasskey.name': 'passkey.name',
  'renamePasskey.name': 'passkey.name',
  'liftSecondFactor.reason': 'account.liftReason',
  'erasePerson.reason': 'person.eraseReason',
  'updateInstallation.name.lo': 'installation.name',
  'updateInstallation.name.th': 'installation.name',
  'updateInstallation.name.en': 'installation.name',
  'changeStudents.reason': 'student.rejectionReason',
  'approveProject.comment': 'project.approvalComment',
  'rejectProject.reason': 'project.rejectionReason',
  'transferProject.reason': 'project.transferReason',
  'handOverProjects.reason': 'project.transferReason',
  'withdrawProject.reason': 'project.withdrawalReason',
  'askForChange.reason': 'change.reason',
  'askForChange.similarityOverride': 'project.similarityOverride',
  'approveChange.comment': 'change.comment',
  'approveChange.similarityOverride': 'project.similarityOverride',
  'declineChange.reason': 'change.declineReason',
  'rescheduleMilestone.reason': 'milestone.rescheduleReason',
  'submitMilestone.note': 'submission.note',
  'submitDocument.note': 'submission.note',
  'reviewSubmission.feedback': 'submission.feedback',
  'changeDefenseState.reason': 'defense.reason',
  'updateRubrics.advisor.name': 'rubric.advisor',
  'updateRubrics.committee.name': 'rubric.committee',
  'updateRubrics.boundaries.grade': 'rubric.grade',
  // a grade of the year, or refused
  'overrideGrade.grade': 'rubric.grade',
  'overrideGrade.reason': 'result.overrideReason',
  'saveSheet.comment': 'sheet.comment',
  'reopenSheet.reason': 'sheet.reopenReason',
}

/** Compared, hashed or looked up, and never shown to anybody. */
const notKept = new Set([
  ...['signIn.login', 'signIn.password', 'changePassword.current', 'changePassword.next', 'acceptInvitation.password'],
  ...['askPasswordReset.login', 'registerStudent.password', 'checkTopic.topicLo', 'checkTopic.topicEn'],
  ...[
    'beginSecondFactor',
    'renewRecoveryCodes',
    'removeSecondFactor',
    'unlinkProvider',
    'beginPasskey',
    'removePasskey',
  ].map((operation) => `${operation}.password`),
  ...['state', 'code', 'iss', 'error'].map((name) => `finishProviderSignIn.${name}`),
  'erasePerson.confirmation',
  // kept in the record of changes as what was looked for, and shown by the details of that entry only
  'exportRecord.q',
  'exportStudents.q',
  'exportAdvisors.q',
  'exportProjects.q',
])

function both(noun: string, names: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(names).flatMap(([name, field]) => [
      [`create${noun}.${name}`, field],
      [`update${noun}.${name}`, field],
    ]),
  )
}

interface Text {
  readonly path: readonly string[]
  readonly most: number
}

/** Every text in a body that is not one of a list, an id or a date. */
function textsIn(schema: Schema, path: readonly string[] = []): Text[] {
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return choices.flatMap((one) => textsIn(one, path))
  if (schema.items) return textsIn(schema.items, path)
  if (schema.properties)
    return Object.entries(schema.properties).flatMap(([name, one]) => textsIn(one, [...path, name]))
  const free = schema.type === 'string' && !schema.enum && schema.const === undefined
  return free && !/^(uuid|date|date-time)$/.test(schema.format ?? '') ? [{ path, most: schema.maxLength ?? 100 }] : []
}

/** A body like the sample, with another text in one place. */
function withText(sample: unknown, [name, ...rest]: readonly string[], text: string): unknown {
  if (Array.isArray(sample))
    return sample.length > 0 ? sample.map((one) => withText(one, [name ?? '', ...rest], text)) : [text]
  if (name === undefined) return text
  const record = { ...(sample as Record<string, unknown> | undefined) }
  return { ...record, [name]: withText(record[name], rest, text) }
}

interface Described {
  paths: Record<
    string,
    Record<string, { operationId: string; requestBody?: { content: Record<string, { schema: Schema }> } }>
  >
}

/** Sends markup into one text of a body, three times over; says whether it was refused each time. */
async function refuses(app: Asked, endpoint: Endpoint, { path, most }: Text): Promise<boolean> {
  const { faculty, ledger, studentId } = app
  const place = { majorId: faculty.majors[0]?.id, classroomId: faculty.classrooms[0]?.id, email: 'y@example.la' }
  const sample = bodies[endpoint.operationId] as object
  const names = [...endpoint.path.matchAll(/:(\w+)/g)].map(([, name = '']) => name)
  for (let tries = 0; tries < 3; tries += 1) {
    const text = ledger.text(`${endpoint.operationId}.${path.join('.')}`, most, true)
    const answer = await faculty.admin.call(endpoint, {
      ...({
        params: { ...Object.fromEntries(names.map((name) => [name, someId])), studentId },
        body: withText('majorId' in sample ? { ...sample, ...place } : sample, path, text),
      } as object),
      ...(endpoint.ifMatch ? { ifMatch: 1 } : {}),
    })
    ledger.keptAs(text, '')
    if (answer.problem?.code !== 'input.invalid' && answer.problem?.code !== 'student.codeFormat') return false
  }
  return true
}

interface Asked {
  readonly faculty: Faculty
  readonly ledger: Ledger
  readonly studentId: string
}

/**
 * Looks at every text of every body that the API describes: those that refuse markup, and those that would take it
 * although this measurement puts none there.
 */
export async function freeTexts(app: TestApp, asked: Asked) {
  const { paths } = app.server.swagger() as unknown as Described
  const described = Object.values(paths).flatMap((methods) => Object.values(methods))
  const used = new Set([...asked.ledger.values.values()].map(({ field }) => field))
  const refusing: string[] = []
  const forgotten: string[] = []
  for (const endpoint of features.flatMap((one) => one.routes.map((route) => route.endpoint))) {
    const content = described.find((one) => one.operationId === endpoint.operationId)?.requestBody?.content ?? {}
    const texts = textsIn(Object.values(content)[0]?.schema ?? {})
    for (const text of texts) {
      const name = `${endpoint.operationId}.${text.path.join('.')}`
      if (notKept.has(name) || used.has(kept[name] ?? '') || (endpoint.upload && name.endsWith('.file'))) continue
      if (kept[name] || endpoint.upload || !(await refuses(asked, endpoint, text))) forgotten.push(name)
      else refusing.push(name)
    }
  }
  return { refusing: [...new Set(refusing)], forgotten: [...new Set(forgotten)] }
}
