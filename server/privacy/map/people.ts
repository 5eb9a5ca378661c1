import { type DataMap, ofAccount, ofAdvisor, plain } from './classes.ts'

/** The years, and who is in them. */
export const peopleTables = {
  years: {
    what: 'academic years',
    retention: 'year',
    views: [],
    columns: {
      ...plain('id', 'name', 'starts_on', 'ends_on', 'status', 'timezone', 'max_members', 'similarity_threshold'),
      ...plain('student_code_pattern', 'last_project_number', 'version'),
    },
  },
  year_copies: {
    what: 'what a year was given from an earlier one',
    retention: 'year',
    views: [],
    columns: plain('id', 'year_id', 'source_id', 'made', 'created_at'),
  },
  majors: {
    what: 'majors of a year',
    retention: 'year',
    views: [],
    columns: plain('id', 'year_id', 'name', 'abbreviation', 'version'),
  },
  classrooms: {
    what: 'classrooms of a major',
    retention: 'year',
    views: [],
    columns: plain('id', 'year_id', 'major_id', 'name', 'version'),
  },
  students: {
    what: 'students of a year',
    retention: 'account',
    views: [ofAccount('account_id')],
    why: 'The student ID stays beside a published grade: it is what the university’s register knows the person by. Without a grade it goes too. Gender stays for the faculty’s figures.',
    columns: {
      ...plain('id', 'year_id', 'account_id', 'major_id', 'classroom_id', 'status', 'created_at', 'version'),
      code: 'identity/pseudonym',
      gender: 'identity/keep',
      given_name: 'identity/pseudonym',
      surname: 'identity/pseudonym',
      given_name_latin: 'identity/blank',
      surname_latin: 'identity/blank',
      telephone: 'contact/blank',
    },
  },
  advisors: {
    what: 'advisors of a year',
    retention: 'account',
    views: [ofAccount('account_id')],
    columns: { ...plain('id', 'year_id', 'account_id', 'version'), name: 'identity/pseudonym' },
  },
  advisor_majors: {
    what: 'what an advisor is specialised in',
    retention: 'account',
    views: [ofAdvisor('advisor_id')],
    columns: plain('advisor_id', 'major_id', 'year_id'),
  },
  managed_majors: {
    what: 'majors whose office an advisor runs',
    retention: 'account',
    views: [ofAdvisor('advisor_id')],
    columns: plain('advisor_id', 'major_id', 'year_id'),
  },
  advisor_places: {
    what: 'places an advisor has to give, and gave',
    retention: 'account',
    views: [ofAdvisor('advisor_id')],
    columns: plain('advisor_id', 'kind', 'quota', 'taken'),
  },
} as const satisfies Partial<DataMap>
