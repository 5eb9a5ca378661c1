import { type DataMap, gone, ofAccount, ofAdvisor, ofProject, ofStudent, plain } from './classes.ts'

/** Projects and what hangs on them. */
export const workTables = {
  projects: {
    what: 'projects',
    retention: 'work',
    views: [
      ofProject('id'),
      { ...ofAdvisor('advisor_id'), columns: ['id', 'year_id', 'code', 'topic_lo', 'topic_en', 'topic_th', 'status'] },
    ],
    why: 'Code and topic stay: topics of all years are compared with new ones, and stand beside the grade.',
    columns: {
      ...plain('id', 'year_id', 'code', 'advisor_id', 'status', 'created_at', 'updated_at', 'version'),
      topic_lo: 'content/keep',
      topic_en: 'content/keep',
      topic_th: 'content/keep',
      topic_lo_key: 'copy/keep',
      topic_en_key: 'copy/keep',
      abstract: 'content/scrub',
      over_quota_reason: 'content/scrub',
      similarity_override_reason: 'content/scrub',
      decision_reason: 'content/scrub',
    },
  },
  topic_words: {
    what: 'words of a topic, by which topics like it are found',
    retention: 'work',
    views: [],
    why: 'Topics of all years are compared with new ones.',
    columns: { ...plain('project_id'), words: 'copy/keep' },
  },
  project_members: {
    what: 'who works on a project',
    retention: 'grades',
    views: [ofStudent('student_id')],
    columns: plain('project_id', 'student_id', 'year_id', 'position', 'open'),
  },
  project_invitations: {
    what: 'who was asked to work on a project and has not answered, or agreed to a change that is not decided',
    retention: 'year',
    views: [ofStudent('student_id')],
    columns: gone('id', 'project_id', 'student_id', 'year_id', 'created_at', 'change_id', 'stands'),
  },
  change_requests: {
    what: 'changes of approved projects that were asked for and are not decided',
    retention: 'work',
    views: [
      ofProject('project_id'),
      { ...ofAccount('asked_by'), columns: ['id', 'project_id', 'reason', 'created_at'] },
    ],
    why: 'What a team asked for stays as long as one of it was not erased.',
    columns: {
      ...plain('id', 'project_id', 'year_id', 'asked_by', 'by_office', 'created_at'),
      topic_lo: 'content/scrub',
      topic_en: 'content/scrub',
      topic_th: 'content/scrub',
      abstract: 'content/scrub',
      reason: 'content/scrub',
      similarity_override_reason: 'content/scrub',
    },
  },
  change_removals: {
    what: 'who is to leave a project by a change that is not decided',
    retention: 'work',
    views: [ofStudent('student_id')],
    columns: plain('change_id', 'project_id', 'student_id'),
  },
  project_plans: {
    what: 'by which template, and from when, a project goes',
    retention: 'year',
    views: [ofProject('project_id')],
    columns: plain('project_id', 'year_id', 'template_id', 'starts_on'),
  },
  project_tallies: {
    what: 'how many projects of a year are in which state',
    retention: 'year',
    views: [],
    columns: plain('year_id', 'status', 'projects'),
  },
  milestone_templates: {
    what: 'templates of milestones',
    retention: 'year',
    views: [],
    columns: plain('id', 'year_id', 'name', 'description', 'version'),
  },
  milestone_template_tasks: {
    what: 'tasks of a template',
    retention: 'year',
    views: [],
    columns: plain('template_id', 'position', 'name', 'duration_days'),
  },
  milestones: {
    what: 'milestones of a project',
    retention: 'year',
    views: [ofProject('project_id')],
    columns: plain(
      ...(['id', 'year_id', 'project_id', 'position', 'name', 'due_on', 'status', 'submitted_at', 'version'] as const),
    ),
  },
  submissions: {
    what: 'what was handed in, and what the advisor said to it',
    retention: 'work',
    views: [
      ofProject('project_id'),
      { ...ofAccount('submitted_by'), columns: ['id', 'project_id', 'version', 'note', 'late', 'submitted_at'] },
      { ...ofAccount('decided_by'), columns: ['id', 'project_id', 'decision', 'feedback', 'decided_at'] },
    ],
    why: 'Work of a team stays as long as one of it was not erased.',
    columns: {
      ...gone('id', 'year_id', 'project_id', 'milestone_id', 'document_kind', 'version', 'late', 'file_id'),
      ...gone('submitted_by', 'submitted_at', 'decided_at', 'decided_by'),
      note: 'content/scrub',
      decision: 'judgement/delete',
      feedback: 'judgement/scrub',
    },
  },
  files: {
    what: 'files that were handed in; their content is in the export',
    retention: 'work',
    views: [
      { whose: { by: 'projectFile', column: 'id' } },
      { ...ofAccount('uploaded_by'), columns: ['id', 'name', 'size', 'created_at'] },
    ],
    why: 'Files of a team stay as long as one of it was not erased; the name is taken out of their names.',
    columns: {
      ...gone('id', 'size', 'media_type', 'uploaded_by', 'created_at', 'scan', 'scanned_at', 'signature'),
      sha256: 'content/delete',
      name: 'content/scrub',
    },
  },
  rooms: {
    what: 'rooms',
    retention: 'year',
    views: [],
    columns: plain('id', 'year_id', 'name', 'capacity', 'version'),
  },
  room_majors: {
    what: 'majors a room takes',
    retention: 'year',
    views: [],
    columns: plain('room_id', 'major_id', 'year_id'),
  },
  defense_settings: {
    what: 'days of the defenses',
    retention: 'year',
    views: [],
    columns: plain('year_id', 'starts_on', 'ends_on', 'version'),
  },
  defense_slots: {
    what: 'times of the defenses',
    retention: 'year',
    views: [],
    columns: plain('id', 'year_id', 'starts_at', 'ends_at'),
  },
  defenses: {
    what: 'when and where a project is examined',
    retention: 'year',
    views: [ofProject('project_id')],
    columns: {
      ...plain('project_id', 'year_id', 'status', 'room_id', 'during', 'version'),
      reason: 'content/scrub',
    },
  },
  committee_seats: {
    what: 'who sits on a committee',
    retention: 'grades',
    views: [ofAdvisor('advisor_id'), ofProject('project_id')],
    columns: plain('project_id', 'seat', 'advisor_id', 'year_id'),
  },
  defense_attendances: {
    what: 'who is where at a defense',
    retention: 'year',
    views: [ofAccount('account_id')],
    columns: plain('project_id', 'account_id', 'during'),
  },
} as const satisfies Partial<DataMap>
