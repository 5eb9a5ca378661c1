import type { Words } from './shape.ts'

/** The headings are those of the earlier system. */
export const en: Words = {
  kinds: {
    majors: 'Majors',
    classrooms: 'Classrooms',
    advisors: 'Advisors',
    students: 'Students',
    projects: 'Projects',
  },
  headings: {
    majors: { name: ['Name', 'Major', 'Major Name'], abbreviation: ['Abbreviation'] },
    classrooms: { name: ['Name', 'Classroom'], major: ['Major'] },
    advisors: {
      name: ['Name', 'Advisor Name', 'Advisor'],
      supervising: ['Quota', 'Supervising Quota'],
      chair: ['Main Committee Quota', 'Chair Quota'],
      second: ['2nd Committee Quota', 'Second Committee Quota'],
      third: ['3rd Committee Quota', 'Third Committee Quota'],
      majors: ['Specialized Majors', 'Specialised Majors'],
      email: ['Email', 'E-mail'],
    },
    students: {
      code: ['Student ID'],
      givenName: ['Name', 'Given Name', 'First Name'],
      surname: ['Surname', 'Last Name'],
      gender: ['Gender', 'Sex'],
      major: ['Major'],
      classroom: ['Classroom'],
      telephone: ['Tel', 'Telephone', 'Phone'],
      email: ['Email', 'E-mail'],
      status: ['Status'],
      givenNameLatin: ['Name (Latin)'],
      surnameLatin: ['Surname (Latin)'],
    },
    projects: {
      code: ['Project ID'],
      topicLo: ['Topic (Lao)'],
      topicEn: ['Topic (English)'],
      advisor: ['Advisor Name', 'Advisor'],
      members: ['Student IDs', 'Student ID'],
      advisorEmail: ['Advisor Email', 'Advisor E-mail'],
    },
  },
  reasonHeading: 'What is wrong',
  errorsFile: 'refused rows',
  genders: { male: ['Male', 'M'], female: ['Female', 'F'], monk: ['Monk'] },
  studentStatuses: { pending: ['Pending'], approved: ['Approved'], rejected: ['Rejected'] },
  roles: { student: 'Student', advisor: 'Advisor', department_admin: 'Department admin', admin: 'Admin' },
  projectStatuses: {
    draft: 'Draft',
    pending: 'Waiting for decision',
    approved: 'Approved',
    rejected: 'Rejected',
    withdrawn: 'Withdrawn',
    completed: 'Completed',
    archived: 'Archived',
  },
  exported: {
    project: 'Project ID',
    loads: {
      supervising: 'Projects / Quota',
      chair: 'Chair / Quota',
      second: '2nd seat / Quota',
      third: '3rd seat / Quota',
    },
    names: 'Student Names',
    majors: 'Majors',
    status: 'Status',
  },
  statistics: {
    titles: { major: 'Statistics by major', classroom: 'Statistics by classroom' },
    major: 'Major',
    classroom: 'Classroom',
    students: 'Students',
    solo: 'Projects of one',
    shared: 'Projects of two or more',
    projects: 'Projects',
    total: 'Total',
  },
  all: ['All'],
  reasons: {
    'cell.missing': 'This cell must not be empty.',
    'cell.unknown': '“{{value}}” is not known.',
    'cell.invalid': '“{{value}}” is not valid here.',
    'cell.formula': 'A formula cannot stand here; write the text itself.',
    'row.repeated': 'Row {{row}} already says this.',
    'permission.denied': 'This belongs to a major that you do not manage.',
    'major.nameTaken': 'The major {{name}} already has this name.',
    'major.abbreviationTaken': 'The major {{name}} already has this abbreviation.',
    'classroom.otherMajor': 'The classroom {{classroom}} belongs to {{major}}.',
    'student.codeFormat': '“{{value}}” does not have the form of a student ID.',
    'student.inUse': '{{code}} is in project {{project}} and cannot change the major.',
    'student.notApproved': 'The registration of {{code}} is not approved.',
    'account.emailTaken': 'Another person already has the e-mail address {{value}}.',
    'account.loginTaken': 'Another person already signs in as {{value}}.',
    'advisor.ambiguous': 'There is more than one {{name}}; tell them apart by e-mail address.',
    'advisor.unknown': 'There is no advisor {{name}} in this year.',
    'advisor.full': '{{name}} has no free place (quota {{quota}}).',
    'advisor.notSpecialised': '{{name}} is not specialised in a major of the students.',
    'project.studentTaken': '{{code}} is already in project {{project}}.',
    'project.tooManyMembers': 'A project has at most {{maximum}} students.',
    'project.wrongState': 'The state of the project no longer allows this change.',
  },
  letters: {
    passwordReset: {
      subject: 'Choose a new password',
      text: `Hello {{name}},

somebody asked for a new password for your account {{login}} at {{faculty}}. Open this link within an hour and choose one:

{{link}}

The link works once. If it was not you who asked, you need not do anything: your password stays as it is.`,
    },
    invitation: {
      subject: 'Your account at {{faculty}}',
      text: `Hello {{name}},

you have an account for the final-project year at {{faculty}}. Your user name is {{login}}. Open this link and choose a password; then you are signed in:

{{link}}

The link works once, within {{days}} days.`,
    },
    registrationApproved: {
      subject: 'Your registration at {{faculty}} is approved',
      text: `Hello {{name}},

your registration for the final-project year at {{faculty}} is approved. Sign in with your student ID {{login}} and the password that you chose:

{{link}}`,
    },
    registrationRefused: {
      subject: 'Your registration at {{faculty}} was not approved',
      text: `Hello {{name}},

your registration for the final-project year at {{faculty}} was not approved. The office gave this reason:

{{reason}}

If something is wrong here, please speak to the office of the faculty.`,
    },
    factorLifted: {
      subject: 'Your sign-in asks for no code any more',
      text: `Hello {{name}},

the second factor of your account at {{faculty}}, passkeys included, was taken off by the faculty office, because it was said to be lost. You have been signed out everywhere and sign in with your password alone.

Set up an authenticator app or a passkey again under your account. If you did not ask for this, tell the faculty office at once.`,
    },
    passkeyAdded: {
      subject: 'A passkey was added to your account',
      text: `Hello {{name}},

the passkey “{{passkey}}” was added to your account at {{faculty}}. Whoever has it signs in with it, without your password.

If this was not you, remove it under your account, change your password and tell the faculty office at once.`,
    },
    passkeyRemoved: {
      subject: 'A passkey of your account was removed',
      text: `Hello {{name}},

the passkey “{{passkey}}” of your account at {{faculty}} was removed and does not sign in any more.

If this was not you, change your password and tell the faculty office at once.`,
    },
  },
}
