/**
 * The architecture in one list: the features in their order. A feature may use the ones before it, never the ones after.
 */

import * as academicsPolicy from './academics/policy.ts'
import { routes as academicsRoutes } from './academics/routes.ts'
import { invitationMail, passwordResetMail } from './accounts/entry/letters.ts'
import { factorLiftedMail } from './accounts/factor/lift.ts'
import { passkeyMails } from './accounts/passkey/letters.ts'
import * as accountsPolicy from './accounts/policy.ts'
import { routes as accountsRoutes } from './accounts/routes.ts'
import * as advisorsPolicy from './advisors/policy.ts'
import { routes as advisorsRoutes } from './advisors/routes.ts'
import * as defensesPolicy from './defenses/policy.ts'
import { reactions as defensesReactions } from './defenses/reactions.ts'
import { routes as defensesRoutes } from './defenses/routes.ts'
import * as importsPolicy from './imports/policy.ts'
import { routes as importsRoutes } from './imports/routes.ts'
import * as milestonesPolicy from './milestones/policy.ts'
import { reactions as milestonesReactions } from './milestones/reactions.ts'
import { routes as milestonesRoutes } from './milestones/routes.ts'
import * as notificationsPolicy from './notifications/policy.ts'
import { reactions as notificationsReactions } from './notifications/reactions.ts'
import { routes as notificationsRoutes } from './notifications/routes.ts'
import type { Feature } from './platform/http/feature.ts'
import type { ConstraintCodes } from './platform/problem.ts'
import { routes as privacyRoutes } from './privacy/routes.ts'
import * as projectsPolicy from './projects/policy.ts'
import { routes as projectsRoutes } from './projects/routes.ts'
import * as recordPolicy from './record/policy.ts'
import { routes as recordRoutes } from './record/routes.ts'
import { routes as reportsRoutes } from './reports/routes.ts'
import * as scoringPolicy from './scoring/policy.ts'
import { reactions as scoringReactions } from './scoring/reactions.ts'
import { routes as scoringRoutes } from './scoring/routes.ts'
import { approvedMail, refusedMail } from './students/letters.ts'
import * as studentsPolicy from './students/policy.ts'
import { routes as studentsRoutes } from './students/routes.ts'
import * as submissionsPolicy from './submissions/policy.ts'
import { routes as submissionsRoutes } from './submissions/routes.ts'
import { routes as systemRoutes } from './system/routes.ts'

export const features: readonly Feature[] = [
  {
    name: 'accounts',
    ...accountsPolicy,
    routes: accountsRoutes,
    mails: [passwordResetMail, invitationMail, factorLiftedMail, ...passkeyMails],
  },
  { name: 'academics', ...academicsPolicy, routes: academicsRoutes },
  { name: 'advisors', ...advisorsPolicy, routes: advisorsRoutes },
  { name: 'students', ...studentsPolicy, routes: studentsRoutes, mails: [approvedMail, refusedMail] },
  { name: 'projects', ...projectsPolicy, routes: projectsRoutes },
  { name: 'milestones', ...milestonesPolicy, reactions: milestonesReactions, routes: milestonesRoutes },
  { name: 'submissions', ...submissionsPolicy, routes: submissionsRoutes },
  { name: 'defenses', ...defensesPolicy, reactions: defensesReactions, routes: defensesRoutes },
  { name: 'scoring', ...scoringPolicy, reactions: scoringReactions, routes: scoringRoutes },
  { name: 'notifications', ...notificationsPolicy, reactions: notificationsReactions, routes: notificationsRoutes },
  { name: 'imports', ...importsPolicy, routes: importsRoutes },
  { name: 'reports', routes: reportsRoutes },
  { name: 'privacy', routes: privacyRoutes },
  { name: 'system', routes: systemRoutes },
  { name: 'record', ...recordPolicy, routes: recordRoutes },
]

/** Which rows a permission is about, where its noun does not say it. */
export const subjects: Readonly<Record<string, string>> = {
  milestone: 'project',
  submission: 'project',
  defense: 'project',
  score: 'project',
  result: 'project',
}

/** What a broken constraint of the database means, of all features. */
export const constraints: ConstraintCodes = Object.assign({}, ...features.map((one) => one.constraints ?? {}))
