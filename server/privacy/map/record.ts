import { type DataMap, gone, ofAccount, ofAdvisor, plain } from './classes.ts'

const pending = 'Before publication nobody hands out what was judged; grades are the faculty’s legal record and stay.'

/** Grades, the record of every change, and what people are told of it. */
export const recordTables = {
  rubrics: {
    what: 'rounding of a year',
    retention: 'grades',
    views: [],
    columns: plain('year_id', 'rounding', 'frozen_at', 'version'),
  },
  rubric_items: {
    what: 'what is scored',
    retention: 'grades',
    views: [],
    columns: plain('id', 'year_id', 'sheet', 'position', 'name', 'maximum'),
  },
  grade_boundaries: {
    what: 'from which score on there is which grade',
    retention: 'grades',
    views: [],
    columns: plain('year_id', 'grade', 'minimum'),
  },
  score_sheets: {
    what: 'the sheet of each evaluator',
    retention: 'grades',
    views: [{ whose: { by: 'published', column: 'project_id' } }, ofAdvisor('advisor_id')],
    why: pending,
    columns: {
      ...plain('id', 'year_id', 'project_id', 'evaluator', 'advisor_id', 'status', 'submitted_at', 'version'),
      comment: 'judgement/scrub',
    },
  },
  scores: {
    what: 'scores on a sheet',
    retention: 'grades',
    views: [{ whose: { by: 'publishedSheet', column: 'sheet_id' } }, { whose: { by: 'ownSheet', column: 'sheet_id' } }],
    why: pending,
    columns: { ...plain('sheet_id', 'item_id', 'year_id'), score: 'judgement/keep' },
  },
  results: {
    what: 'final scores and grades',
    retention: 'grades',
    views: [{ whose: { by: 'published', column: 'project_id' } }],
    why: pending,
    columns: {
      ...plain('project_id', 'year_id', 'status', 'overridden_by', 'published_at', 'published_by', 'version'),
      advisor_total: 'judgement/keep',
      committee_mean: 'judgement/keep',
      final: 'judgement/keep',
      computed_grade: 'judgement/keep',
      override_grade: 'judgement/keep',
      override_reason: 'judgement/scrub',
    },
  },
  events: {
    what: 'the record of every change',
    retention: 'record',
    views: [
      {
        whose: { by: 'about', column: 'subject_id' },
        columns: ['id', 'at', 'name', 'data', 'before', 'after', 'reason'],
      },
      {
        whose: { by: 'doneBy', column: 'actor_id' },
        columns: ['id', 'at', 'name', 'actor_name', 'request_id', 'subject_type', 'project_id', 'reason'],
      },
      {
        whose: { by: 'timeline', column: 'project_id' },
        columns: ['id', 'at', 'name', 'actor_name', 'project_id', 'data', 'reason'],
      },
    ],
    why: 'What happened stays provable; names, addresses and numbers of the person are taken out of it (0015).',
    columns: {
      ...plain('id', 'at', 'name', 'actor_id', 'request_id', 'subject_type', 'subject_id', 'project_id', 'year_id'),
      ...plain('audience', 'salt'),
      actor_name: 'identity/scrub',
      data: 'content/scrub',
      before: 'content/scrub',
      after: 'content/scrub',
      reason: 'content/scrub',
    },
  },
  event_seals: {
    what: 'proof that the record is as it was written',
    retention: 'record',
    views: [],
    columns: plain('sequence', 'event_id', 'hash'),
  },
  erasures: {
    what: 'who was erased when',
    retention: 'record',
    views: [],
    columns: plain('id', 'account_id', 'pseudonym', 'at'),
  },
  event_erasures: {
    what: 'events that a person was taken out of',
    retention: 'record',
    views: [],
    columns: plain('erasure_id', 'event_id', 'seal', 'text_hash'),
  },
  notifications: {
    what: 'what a person was told of',
    retention: 'notice',
    views: [ofAccount('account_id')],
    columns: {
      ...gone('id', 'account_id', 'event_id', 'kind', 'project_id', 'created_at', 'read_at'),
      data: 'content/delete',
    },
  },
  imports: {
    what: 'spreadsheets that were read; rows with the person’s student ID or e-mail are in the export',
    retention: 'import',
    views: [
      { whose: { by: 'importRow', column: 'rows' }, columns: ['id', 'kind', 'created_at', 'rows'] },
      {
        ...ofAccount('created_by'),
        columns: ['id', 'kind', 'file_name', 'columns', 'status', 'created_at', 'applied_at'],
      },
    ],
    columns: {
      ...plain('id', 'year_id', 'kind', 'columns', 'status', 'created_by', 'created_at', 'applied_at'),
      file_name: 'content/scrub',
      rows: 'identity/scrub',
    },
  },
} as const satisfies Partial<DataMap>
