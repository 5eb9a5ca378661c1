import 'i18next'

/** The features that have messages, in the fixed order; one file per feature and language. */
export type MessageFile =
  | 'shell'
  | 'vocabulary'
  | 'accounts'
  | 'passkeys'
  | 'academics'
  | 'advisors'
  | 'students'
  | 'projects'
  | 'milestones'
  | 'submissions'
  | 'defenses'
  | 'scoring'
  | 'notifications'
  | 'imports'
  | 'reports'
  | 'privacy'
  | 'system'
  | 'record'

/** Every sentence of the interface; the English files are the source. */
export type Messages = typeof import('./en/shell.ts').messages &
  typeof import('./en/vocabulary.ts').messages &
  typeof import('./en/accounts.ts').messages &
  typeof import('./en/passkeys.ts').messages &
  typeof import('./en/academics.ts').messages &
  typeof import('./en/advisors.ts').messages &
  typeof import('./en/students.ts').messages &
  typeof import('./en/projects.ts').messages &
  typeof import('./en/milestones.ts').messages &
  typeof import('./en/submissions.ts').messages &
  typeof import('./en/defenses.ts').messages &
  typeof import('./en/scoring.ts').messages &
  typeof import('./en/notifications.ts').messages &
  typeof import('./en/imports.ts').messages &
  typeof import('./en/reports.ts').messages &
  typeof import('./en/privacy.ts').messages &
  typeof import('./en/system.ts').messages &
  typeof import('./en/record.ts').messages

export type MessageKey = keyof Messages

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: Messages }
    keySeparator: false
    nsSeparator: false
    returnNull: false
  }
}
