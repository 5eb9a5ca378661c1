import { z } from 'zod'

/**
 * Every error code of the interface with its HTTP status. A code is a promise: programs match on it, and the web shows
 * the sentence that each language has for it. `noun.reason`.
 */
export const problems = {
  // the request itself
  'input.invalid': 400,
  'input.malformed': 400,
  'input.tooLarge': 413,
  'input.unsupportedType': 415,
  'request.notFound': 404,
  'request.crossSite': 403,
  'request.methodRefused': 405,
  'request.addressTooLong': 414,
  'request.misdirected': 421,
  'request.insecure': 426,
  'request.tooMany': 429,
  'request.keyReused': 422,
  'request.alreadyDone': 409,
  'request.headersTooLarge': 431,
  'version.missing': 428,
  'version.stale': 412,
  'server.failed': 500,
  'server.unreachable': 502,
  'server.busy': 503,
  'server.late': 504,
  'server.full': 507,
  // who is asking
  'session.missing': 401,
  'session.badCredentials': 401,
  'account.locked': 429,
  'account.pending': 403,
  'account.deactivated': 403,
  'account.mustChangePassword': 403,
  'account.linkInvalid': 410,
  'account.loginTaken': 409,
  'account.emailTaken': 409,
  'account.lastAdmin': 422,
  'account.noEmail': 422,
  'mail.off': 409,
  'password.wrong': 422,
  'password.tooCommon': 422,
  'password.unchanged': 422,
  'permission.denied': 403,
  'resource.notFound': 404,
  // academics
  'year.closed': 422,
  'year.notActive': 422,
  'year.nameTaken': 409,
  'year.alreadyActive': 409,
  'year.datesInverted': 422,
  'major.nameTaken': 409,
  'major.abbreviationTaken': 409,
  'major.inUse': 409,
  'classroom.nameTaken': 409,
  'classroom.inUse': 409,
  'classroom.otherMajor': 422,
  // people
  'student.codeTaken': 409,
  'student.codeFormat': 422,
  'student.inUse': 409,
  'student.notApproved': 422,
  'advisor.inUse': 409,
  'advisor.ambiguous': 422,
  'advisor.unknown': 422,
  'advisor.full': 409,
  'advisor.notSpecialised': 422,
  // projects
  'project.wrongState': 409,
  'project.studentTaken': 409,
  'project.tooManyMembers': 422,
  'project.noMembers': 422,
  'project.notAMember': 422,
  'project.topicSimilar': 422,
  'project.codeTaken': 409,
  'project.sameAdvisor': 422,
  'project.hasWork': 409,
  // milestones and submissions
  'template.nameTaken': 409,
  'template.inUse': 409,
  'template.unknown': 422,
  'milestone.wrongState': 409,
  'submission.wrongState': 409,
  'submission.notLatest': 409,
  'submission.missingFile': 400,
  'file.tooLarge': 413,
  'file.typeRefused': 415,
  'file.empty': 400,
  'file.infected': 422,
  'file.beingChecked': 423,
  // defenses
  'room.nameTaken': 409,
  'room.inUse': 409,
  'slot.overlaps': 409,
  'slot.inUse': 409,
  'seat.isAdvisor': 422,
  'seat.twice': 422,
  'seat.notSpecialised': 422,
  'seat.full': 409,
  'committee.incomplete': 422,
  'committee.scored': 409,
  'defense.wrongState': 409,
  'defense.notReady': 422,
  'defense.outsideDates': 422,
  'defense.roomTaken': 409,
  'defense.personTaken': 409,
  'defense.roomNotForMajor': 422,
  // scoring
  'rubric.sum': 422,
  'rubric.frozen': 409,
  'boundary.duplicate': 422,
  'sheet.wrongState': 409,
  'sheet.incomplete': 422,
  'sheet.overMaximum': 422,
  'result.incomplete': 422,
  'result.alreadyPublished': 409,
  // imports
  'import.unreadable': 422,
  'import.tooManyRows': 413,
  'import.missingColumns': 422,
  'import.alreadyApplied': 409,
  'import.stale': 409,
} as const satisfies Record<string, number>

export type ProblemCode = keyof typeof problems

/** One field of the input that was refused; `path` is dotted (`members.0.code`), `code` a zod issue code. */
export const FieldError = z.object({ path: z.string(), message: z.string(), code: z.string().optional() })
export type FieldError = z.infer<typeof FieldError>

/** RFC 9457 problem details. `data` carries what a sentence about the problem needs: names, counts, limits. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().optional(),
  code: z.enum(Object.keys(problems) as [ProblemCode, ...ProblemCode[]]),
  requestId: z.string().optional(),
  errors: z.array(FieldError).optional(),
  data: z.record(z.string(), z.unknown()).optional(),
  /** Of a 412: the record as it stands now, and what the caller wanted to write. */
  current: z.unknown().optional(),
  yours: z.unknown().optional(),
})
export type Problem = z.infer<typeof Problem>
