create table submissions (
  id uuid primary key default gen_random_uuid(),
  year_id uuid not null,
  project_id uuid not null,
  milestone_id uuid,
  document_kind text check (document_kind in ('pre_defense', 'post_defense')),
  version integer not null check (version >= 1),
  note text,
  late boolean not null,
  file_id uuid not null unique references files,
  submitted_by uuid not null references accounts,
  submitted_at timestamptz not null default now(),
  decision text check (decision in ('approved', 'revision')),
  feedback text,
  decided_at timestamptz,
  decided_by uuid references accounts,
  foreign key (project_id, year_id) references projects (id, year_id),
  foreign key (milestone_id, project_id) references milestones (id, project_id),
  check ((milestone_id is null) <> (document_kind is null)),
  check ((decision is null) = (decided_at is null) and (decision is null) = (decided_by is null)),
  check (decision is distinct from 'revision' or feedback is not null)
);
create unique index submissions_milestone_version on submissions (milestone_id, version) where milestone_id is not null;
create unique index submissions_document_version on submissions (project_id, document_kind, version)
  where document_kind is not null;
-- One version waits for a decision at a time.
create unique index submissions_milestone_waiting on submissions (milestone_id)
  where milestone_id is not null and decision is null;
create unique index submissions_document_waiting on submissions (project_id, document_kind)
  where document_kind is not null and decision is null;
create index submissions_project on submissions (project_id, submitted_at desc);
create trigger submissions_closed_year before insert or update or delete on submissions
  for each row execute function refuse_closed_year();

-- What was handed in stays as it was handed in; only the one decision is added.
create function keep_submission() returns trigger language plpgsql as $$
begin
  if old.decision is not null or (old.file_id, old.version, old.submitted_at, old.late, old.submitted_by)
      is distinct from (new.file_id, new.version, new.submitted_at, new.late, new.submitted_by) then
    perform refuse('submission.wrongState');
  end if;
  return new;
end $$;
create trigger submissions_kept before update on submissions for each row execute function keep_submission();
