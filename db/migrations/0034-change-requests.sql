-- A change of an approved project that was asked for and is not decided: the topic as it is to be, who is to join and to leave.
-- Nothing of the project changes before. What was decided stands in the record; here is what is open, one for a project.
create table change_requests (
  id uuid primary key default gen_random_uuid(),
  project_id uuid not null constraint change_requests_one_open unique,
  year_id uuid not null,
  topic_lo text not null,
  topic_en text not null,
  topic_th text,
  abstract text,
  reason text not null,
  similarity_override_reason text,
  asked_by uuid references accounts,
  by_office boolean not null,
  created_at timestamptz not null default now(),
  unique (id, project_id),
  foreign key (project_id, year_id) references projects (id, year_id) on delete cascade
);
create trigger change_requests_closed_year before insert or update or delete on change_requests
  for each row execute function refuse_closed_year();

-- Who is to join is invited with the change: asked, agreed, or named by the office, which needs no answer.
-- existing rows: invitations that wait for an answer, a few hundred at most, all of them asked
alter table project_invitations
  add column change_id uuid,
  add column stands text not null default 'asked' check (stands in ('asked', 'agreed', 'named')),
  add check (stands = 'asked' or change_id is not null),
  add foreign key (change_id, project_id) references change_requests (id, project_id) on delete cascade;
-- existing rows: a few hundred invitations at most
create index project_invitations_change on project_invitations (change_id) where change_id is not null;

create table change_removals (
  change_id uuid not null,
  project_id uuid not null,
  student_id uuid not null,
  primary key (change_id, student_id),
  foreign key (change_id, project_id) references change_requests (id, project_id) on delete cascade,
  foreign key (project_id, student_id) references project_members (project_id, student_id) on delete cascade
);
create index change_removals_member on change_removals (project_id, student_id);

-- A place is kept for all who were asked, counted without those who are to leave.
create or replace function check_members() returns trigger language plpgsql as $$
declare
  the_project uuid := case when tg_op = 'DELETE' then old.project_id else new.project_id end;
  members integer;
  leaving integer;
  invited integer;
  allowed integer;
begin
  select count(*) into members from project_members where project_id = the_project;
  select count(*) into leaving from change_removals where project_id = the_project;
  select count(*) into invited from project_invitations where project_id = the_project;
  select y.max_members into allowed from projects p join years y on y.id = p.year_id where p.id = the_project;
  if allowed is null then return null; end if;
  if members > allowed or members - leaving + invited > allowed then
    perform refuse('project.tooManyMembers', jsonb_build_object('maximum', allowed));
  elsif members = 0 or members - leaving + invited = 0 then
    perform refuse('project.noMembers');
  end if;
  return null;
end $$;
create constraint trigger change_removals_count after insert on change_removals
  deferrable initially deferred for each row execute function check_members();

-- Only an approved project is changed in this way, and only before anybody scored it.
create function check_change_request() returns trigger language plpgsql as $$
declare
  the_status text := (select status from projects where id = new.project_id);
begin
  if the_status <> 'approved' then
    perform refuse('project.wrongState', jsonb_build_object('status', the_status));
  end if;
  if exists (select from score_sheets where project_id = new.project_id)
      or exists (select from results where project_id = new.project_id) then
    perform refuse('change.scored');
  end if;
  return new;
end $$;
create trigger change_requests_state before insert on change_requests
  for each row execute function check_change_request();

create function check_no_change_request() returns trigger language plpgsql as $$
begin
  if exists (select from change_requests where project_id = new.id) then perform refuse('change.open'); end if;
  return new;
end $$;
create trigger projects_no_change before update of status on projects
  for each row when (old.status = 'approved' and new.status <> 'approved') execute function check_no_change_request();
