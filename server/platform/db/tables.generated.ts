// Generated from the migrated database by `bm23 generate`. Do not edit.
import type { ColumnType, Generated } from 'kysely'

/** Read as an ISO 8601 text in UTC, written as that or as a Date. */
export type Moment = ColumnType<string, string | Date, string | Date>
/** Read as parsed JSON, written as JSON text. */
export type Json = ColumnType<unknown, string, string>

export interface Tables {
  access_tokens: {
    id: Generated<string>
    account_id: string
    name: string
    token_hash: Buffer
    created_at: ColumnType<string, string | Date | null | undefined, string | Date>
    last_used_at: ColumnType<string | null, string | Date | null | undefined, string | Date | null>
    expires_at: Moment
    strong: Generated<boolean>
  }
  accounts: {
    id: Generated<string>
    display_name: string
    login: string | null
    email: string | null
    password_hash: string | null
    must_change_password: Generated<boolean>
    status: Generated<string>
    roles: Generated<string[]>
    locale: string | null
    last_sign_in_at: ColumnType<string | null, string | Date | null | undefined, string | Date | null>
    created_at: ColumnType<string, string | Date | null | undefined, string | Date>
    version: Generated<number>
    email_claimed: Generated<boolean>
  }
  advisor_majors: {
    advisor_id: string
    major_id: string
    year_id: string
  }
  advisor_places: {
    advisor_id: string
    kind: string
    quota: number
    taken: Generated<number>
  }
  advisors: {
    id: Generated<string>
    year_id: string
    account_id: string
    name: string
    version: Generated<number>
  }
  change_removals: {
    change_id: string
    project_id: string
    student_id: string
  }
  change_requests: {
    id: Generated<string>
    project_id: string
    year_id: string
    topic_lo: string
    topic_en: string
    topic_th: string | null
    abstract: string | null
    reason: string
    similarity_override_reason: string | null
    asked_by: string | null
    by_office: boolean
    created_at: ColumnType<string, string | Date | null | undefined, string | Date>
  }
  classrooms: {
    id: Generated<string>
    year_id: string
    major_id: string
    name: string
    version: Generated<number>
  }
  committee_seats: {
    project_id: string
    seat: string
    advisor_id: string
    year_id: string
  }
  defense_attendances: {
    project_id: string
    account_id: string
    during: string
  }
  defense_settings: {
    year_id: string
    starts_on: string
    ends_on: string
    version: Generated<number>
  }
  defense_slots: {
    id: Generated<string>
    year_id: string
    starts_at: string
    ends_at: string
  }
  defenses: {
    project_id: string
    year_id: string
    status: Generated<string>
    room_id: string | null
    during: string | null
    reason: string | null
    version: Generated<number>
  }
  erasures: {
    id: Generated<number>
    account_id: string
    pseudonym: string
    at: Moment
  }
  event_erasures: {
    erasure_id: number
    event_id: number
    seal: Buffer
    text_hash: Buffer
  }
  event_seals: {
    sequence: number
    event_id: number
    hash: Buffer
  }
  events: {
    id: Generated<number>
    at: ColumnType<string, string | Date | null | undefined, string | Date>
    name: string
    actor_id: string | null
    actor_name: string
    request_id: string | null
    subject_type: string
    subject_id: string
    project_id: string | null
    year_id: string | null
    audience: string
    data: ColumnType<unknown, string | null | undefined, string>
    before: ColumnType<unknown, string | null | undefined, string | null>
    after: ColumnType<unknown, string | null | undefined, string | null>
    reason: string | null
    salt: string | null
  }
  files: {
    id: Generated<string>
    sha256: string
    size: number
    media_type: string
    name: string
    uploaded_by: string
    created_at: ColumnType<string, string | Date | null | undefined, string | Date>
    scan: Generated<string>
    scanned_at: ColumnType<string | null, string | Date | null | undefined, string | Date | null>
    signature: string | null
  }
  grade_boundaries: {
    year_id: string
    grade: string
    minimum: number
  }
  idempotency_keys: {
    account_id: string
    key: string
    request_hash: Buffer
    answer: ColumnType<unknown, string | null | undefined, string | null>
    created_at: ColumnType<string, string | Date | null | undefined, string | Date>
  }
  imports: {
    id: Generated<string>
    year_id: string
    kind: string
    file_name: string
    columns: Json
    rows: Json
    status: Generated<string>
    created_by: string
    created_at: ColumnType<string, string | Date | null | undefined, string | Date>
    applied_at: ColumnType<string | null, string | Date | null | undefined, string | Date | null>
  }
  installation: {
    singleton: Generated<boolean>
    name_lo: string
    name_th: string
    name_en: string
    colour: string
    default_locale: string
    logo: string | null
    version: Generated<number>
  }
  known_devices: {
    device_hash: Buffer
    account_id: string
    last_used_at: ColumnType<string, string | Date | null | undefined, string | Date>
  }
  mails: {
    id: Generated<string>
    kind: string
    data: Json
    status: Generated<string>
    created_at: ColumnType<string, string | Date | null | undefined, string | Date>
    next_at: ColumnType<string, string | Date | null | undefined, string | Date>
    attempts: Generated<number>
    done_at: ColumnType<string | null, string | Date | null | undefined, string | Date | null>
    account_id: string | null
    recipient: string | null
    subject: string | null
    body: string | null
    error: string | null
  }
  majors: {
    id: Generated<string>
    year_id: string
    name: string
    abbreviation: string
    version: Generated<number>
  }
  managed_majors: {
    advisor_id: string
    major_id: string
    year_id: string
  }
  milestone_template_tasks: {
    template_id: string
    position: number
    name: string
    duration_days: number
  }
  milestone_templates: {
    id: Generated<string>
    year_id: string
    name: string
    description: string | null
    version: Generated<number>
  }
  milestones: {
    id: Generated<string>
    year_id: string
    project_id: string
    position: number
    name: string
    due_on: string
    status: Generated<string>
    submitted_at: ColumnType<string | null, string | Date | null | undefined, string | Date | null>
    version: Generated<number>
  }
  notifications: {
    id: Generated<string>
    account_id: string
    event_id: number
    kind: string
    data: ColumnType<unknown, string | null | undefined, string>
    project_id: string | null
    created_at: ColumnType<string, string | Date | null | undefined, string | Date>
    read_at: ColumnType<string | null, string | Date | null | undefined, string | Date | null>
  }
  one_time_links: {
    token_hash: Buffer
    account_id: string
    created_at: ColumnType<string, string | Date | null | undefined, string | Date>
    expires_at: Moment
    used_at: ColumnType<string | null, string | Date | null | undefined, string | Date | null>
    purpose: Generated<string>
  }
  operations: {
    name: string
    succeeded_at: ColumnType<string | null, string | Date | null | undefined, string | Date | null>
    failed_at: ColumnType<string | null, string | Date | null | undefined, string | Date | null>
    detail: ColumnType<unknown, string | null | undefined, string>
    error: string | null
  }
  passkey_visits: {
    ticket_hash: Buffer
    account_id: string | null
    expires_at: Moment
  }
  passkeys: {
    id: Generated<string>
    account_id: string
    credential_id: Buffer
    public_key: Buffer
    counter: number
    transports: string[]
    name: string
    created_at: ColumnType<string, string | Date | null | undefined, string | Date>
    last_used_at: ColumnType<string | null, string | Date | null | undefined, string | Date | null>
  }
  project_invitations: {
    id: Generated<string>
    project_id: string
    student_id: string
    year_id: string
    created_at: ColumnType<string, string | Date | null | undefined, string | Date>
    change_id: string | null
    stands: Generated<string>
  }
  project_members: {
    project_id: string
    student_id: string
    year_id: string
    position: number
    open: Generated<boolean>
  }
  project_plans: {
    project_id: string
    year_id: string
    template_id: string
    starts_on: string
  }
  project_tallies: {
    year_id: string
    status: string
    projects: number
  }
  projects: {
    id: Generated<string>
    year_id: string
    code: string
    topic_lo: string
    topic_en: string
    topic_th: string | null
    abstract: string | null
    topic_lo_key: string
    topic_en_key: string
    advisor_id: string
    status: Generated<string>
    over_quota_reason: string | null
    similarity_override_reason: string | null
    decision_reason: string | null
    created_at: ColumnType<string, string | Date | null | undefined, string | Date>
    updated_at: ColumnType<string, string | Date | null | undefined, string | Date>
    version: Generated<number>
  }
  provider_identities: {
    issuer: string
    subject: string
    account_id: string
    linked_at: ColumnType<string, string | Date | null | undefined, string | Date>
  }
  provider_visits: {
    ticket_hash: Buffer
    return_to: string
    expires_at: Moment
  }
  recovery_codes: {
    account_id: string
    code_hash: Buffer
    used_at: ColumnType<string | null, string | Date | null | undefined, string | Date | null>
  }
  results: {
    project_id: string
    year_id: string
    status: string
    advisor_total: number
    committee_mean: number
    final: number
    computed_grade: string
    override_grade: string | null
    override_reason: string | null
    overridden_by: string | null
    published_at: ColumnType<string | null, string | Date | null | undefined, string | Date | null>
    published_by: string | null
    version: Generated<number>
  }
  room_majors: {
    room_id: string
    major_id: string
    year_id: string
  }
  rooms: {
    id: Generated<string>
    year_id: string
    name: string
    capacity: number | null
    version: Generated<number>
  }
  rubric_items: {
    id: Generated<string>
    year_id: string
    sheet: string
    position: number
    name: string
    maximum: number
  }
  rubrics: {
    year_id: string
    rounding: Generated<string>
    frozen_at: ColumnType<string | null, string | Date | null | undefined, string | Date | null>
    version: Generated<number>
  }
  score_sheets: {
    id: Generated<string>
    year_id: string
    project_id: string
    evaluator: string
    advisor_id: string
    status: Generated<string>
    comment: string | null
    submitted_at: ColumnType<string | null, string | Date | null | undefined, string | Date | null>
    version: Generated<number>
  }
  scores: {
    sheet_id: string
    item_id: string
    year_id: string
    score: number
  }
  second_factors: {
    account_id: string
    seed: string
    created_at: ColumnType<string, string | Date | null | undefined, string | Date>
    confirmed_at: ColumnType<string | null, string | Date | null | undefined, string | Date | null>
    last_step: Generated<number>
  }
  sessions: {
    id_hash: Buffer
    account_id: string
    hat: string | null
    created_at: ColumnType<string, string | Date | null | undefined, string | Date>
    last_seen_at: ColumnType<string, string | Date | null | undefined, string | Date>
    expires_at: Moment
    ip: string | null
    user_agent: string | null
    id: Generated<string>
    strong: Generated<boolean>
  }
  sign_in_attempts: {
    login_hash: Buffer
    failures: number
    last_at: Moment
  }
  sign_in_steps: {
    ticket_hash: Buffer
    account_id: string
    expires_at: Moment
    by_provider: Generated<boolean>
  }
  students: {
    id: Generated<string>
    year_id: string
    account_id: string
    code: string
    gender: string
    given_name: string
    surname: string
    given_name_latin: string | null
    surname_latin: string | null
    major_id: string
    classroom_id: string
    telephone: string | null
    status: Generated<string>
    created_at: ColumnType<string, string | Date | null | undefined, string | Date>
    version: Generated<number>
  }
  submissions: {
    id: Generated<string>
    year_id: string
    project_id: string
    milestone_id: string | null
    document_kind: string | null
    version: number
    note: string | null
    late: boolean
    file_id: string
    submitted_by: string
    submitted_at: ColumnType<string, string | Date | null | undefined, string | Date>
    decision: string | null
    feedback: string | null
    decided_at: ColumnType<string | null, string | Date | null | undefined, string | Date | null>
    decided_by: string | null
  }
  topic_words: {
    project_id: string
    words: string[] | null
  }
  year_copies: {
    id: Generated<string>
    year_id: string
    source_id: string
    made: Json
    created_at: Moment
  }
  years: {
    id: Generated<string>
    name: string
    starts_on: string
    ends_on: string
    status: Generated<string>
    timezone: Generated<string>
    max_members: Generated<number>
    similarity_threshold: Generated<number>
    student_code_pattern: Generated<string>
    last_project_number: Generated<number>
    version: Generated<number>
  }
}
