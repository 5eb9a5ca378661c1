import { academicScreens } from '../academics/routes.tsx'
import { accountScreens } from '../accounts/routes.tsx'
import { advisorScreens } from '../advisors/routes.tsx'
import { defenseScreens } from '../defenses/routes.tsx'
import { importScreens } from '../imports/routes.tsx'
import { milestoneScreens } from '../milestones/routes.tsx'
import { notificationScreens } from '../notifications/routes.tsx'
import { privacyScreens } from '../privacy/routes.tsx'
import { projectScreens } from '../projects/routes.tsx'
import { recordScreens } from '../record/routes.tsx'
import { reportScreens } from '../reports/routes.tsx'
import { scoringScreens } from '../scoring/routes.tsx'
import { studentScreens } from '../students/routes.tsx'
import { systemScreens } from '../system/routes.tsx'
import type { Screen } from '../ui/screen.ts'
import { projectPageScreens } from './project-page/routes.tsx'

/**
 * All screens, feature by feature in the fixed order: accounts, academics, advisors, students, projects, milestones,
 * submissions, defenses, scoring, notifications, imports, reports, privacy, system, record.
 *
 * How to add a screen:
 * 1. Write the component in `web/<feature>/<screen>.tsx` as a named export without props. Take parameters with
 *    `useParam('projectId')`, the year with `useYear()`, the reader with `useSession()` / `useCan(permission)`.
 * 2. Declare it in `web/<feature>/routes.tsx`:
 *    `export const projectScreens: readonly Screen[] = [{ path: '/projects/$projectId', access: 'project.read',
 *    title: 'projects.title', messages: ['projects'], load: () => import('./project.tsx').then((m) => m.ProjectPage) }]`.
 *    With `nav: { section, label: 'nav.projects', icon }` it is in the menu of those who have the permission.
 * 3. Put its words into `web/i18n/{en,lo,th}/<feature>.ts` (flat keys `<feature>.name`), and list the feature below.
 * 4. Read with `useQuery(queryFor(endpoint, sending))` or `<DataTable>`, write with `useAction(endpoint)` or a
 *    `useContractForm`. Nothing else has to be registered anywhere.
 */
export const screens: readonly Screen[] = [
  ...accountScreens,
  ...academicScreens,
  ...advisorScreens,
  ...studentScreens,
  ...projectScreens,
  ...projectPageScreens,
  ...milestoneScreens,
  ...defenseScreens,
  ...scoringScreens,
  ...notificationScreens,
  ...importScreens,
  ...reportScreens,
  ...privacyScreens,
  ...systemScreens,
  ...recordScreens,
]
