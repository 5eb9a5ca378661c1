import { whole } from './kinds.ts'

/** Settings about how long personal data is kept; part of `settings`. */
export const keeping = {
  keepWorkYears: {
    name: 'BM23_KEEP_WORK_YEARS',
    group: 'keeping',
    description:
      'So many years after the end of an academic year that is not active its files, abstracts, notes and reasons go. ' +
      'Topics, scores and grades stay. Without it the archive stays whole.',
    schema: whole(1, 100).nullable().default(null),
    example: '5',
  },
  keepNoticeMonths: {
    name: 'BM23_KEEP_NOTIFICATION_MONTHS',
    group: 'keeping',
    description: 'Notifications go after so many months.',
    schema: whole(1, 1_200).default(24),
    example: '24',
  },
  keepSignInMonths: {
    name: 'BM23_KEEP_SIGN_IN_MONTHS',
    group: 'keeping',
    description:
      'Browsers that signed in before are forgotten so many months after they last did. Sessions go at their end.',
    schema: whole(1, 1_200).default(6),
    example: '6',
  },
  keepImportMonths: {
    name: 'BM23_KEEP_IMPORT_MONTHS',
    group: 'keeping',
    description: 'What was read from spreadsheets goes after so many months.',
    schema: whole(1, 1_200).default(6),
    example: '6',
  },
  keepMailMonths: {
    name: 'BM23_KEEP_MAIL_MONTHS',
    group: 'keeping',
    description: 'Letters go so many months after they were sent, kept or given up.',
    schema: whole(1, 1_200).default(3),
    example: '3',
  },
} as const
