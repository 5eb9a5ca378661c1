import { messages as academics } from '../../web/i18n/lo/academics.ts'
import { messages as accounts } from '../../web/i18n/lo/accounts.ts'
import { messages as advisors } from '../../web/i18n/lo/advisors.ts'
import { messages as defenses } from '../../web/i18n/lo/defenses.ts'
import { messages as imports } from '../../web/i18n/lo/imports.ts'
import { messages as milestones } from '../../web/i18n/lo/milestones.ts'
import { messages as notifications } from '../../web/i18n/lo/notifications.ts'
import { messages as passkeys } from '../../web/i18n/lo/passkeys.ts'
import { messages as privacy } from '../../web/i18n/lo/privacy.ts'
import { messages as projects } from '../../web/i18n/lo/projects.ts'
import { messages as record } from '../../web/i18n/lo/record.ts'
import { messages as reports } from '../../web/i18n/lo/reports.ts'
import { messages as scoring } from '../../web/i18n/lo/scoring.ts'
import { messages as shell } from '../../web/i18n/lo/shell.ts'
import { messages as students } from '../../web/i18n/lo/students.ts'
import { messages as submissions } from '../../web/i18n/lo/submissions.ts'
import { messages as system } from '../../web/i18n/lo/system.ts'
import { messages as vocabulary } from '../../web/i18n/lo/vocabulary.ts'
import type { MessageKey } from '../../web/i18n/types.ts'

const sentences: Readonly<Record<MessageKey, string>> = {
  ...shell,
  ...vocabulary,
  ...accounts,
  ...passkeys,
  ...academics,
  ...advisors,
  ...students,
  ...projects,
  ...milestones,
  ...submissions,
  ...defenses,
  ...scoring,
  ...notifications,
  ...imports,
  ...privacy,
  ...reports,
  ...system,
  ...record,
}

/** A sentence of the interface as a Lao reader sees it. */
export function lao(key: MessageKey, values: Readonly<Record<string, string | number>> = {}): string {
  return sentences[key].replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''))
}

/** The label of a field: nothing more than the words, and perhaps the star of a required one. */
export function labelled(text: string): RegExp {
  return new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*\\*?$`)
}
