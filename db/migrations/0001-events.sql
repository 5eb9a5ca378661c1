-- The record of every change. It can only grow.
create extension if not exists btree_gist;
create extension if not exists pg_trgm;

create table events (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  name text not null check (name ~ '^[a-z]+\.[a-zA-Z]+$'),
  actor_id uuid,
  actor_name text not null,
  request_id text,
  subject_type text not null,
  subject_id uuid not null,
  project_id uuid,
  year_id uuid,
  -- who of a project may read it in the timeline: its members too, or only the staff in scope
  audience text not null check (audience in ('members', 'staff', 'admins')),
  data jsonb not null default '{}',
  before jsonb,
  after jsonb,
  reason text
);
create index events_project on events (project_id, id desc) where project_id is not null;
create index events_subject on events (subject_type, subject_id, id desc);
create index events_at on events (at desc);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the table % can only grow', tg_table_name using errcode = 'BM000';
end $$;
create trigger events_only_grow before update or delete on events for each row execute function refuse_change();
create trigger events_never_emptied before truncate on events for each statement execute function refuse_change();

-- A broken rule speaks the error code of contract/problem.ts: message = code, detail = JSON for the sentence.
create function refuse(code text, detail jsonb default '{}') returns void language plpgsql as $$
begin
  raise exception '%', code using errcode = 'BM001', detail = detail::text;
end $$;

create table files (
  id uuid primary key default gen_random_uuid(),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  size bigint not null check (size > 0),
  media_type text not null,
  name text not null check (length(name) between 1 and 255),
  uploaded_by uuid not null,
  created_at timestamptz not null default now()
);
create index files_sha256 on files (sha256);
