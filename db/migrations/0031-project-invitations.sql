-- Students who were asked to work on a project and have not answered; they are no members and see nothing of it yet.
create table project_invitations (
  id uuid primary key default gen_random_uuid(),
  project_id uuid not null,
  student_id uuid not null,
  year_id uuid not null,
  created_at timestamptz not null default now(),
  unique (project_id, student_id),
  foreign key (project_id, year_id) references projects (id, year_id) on delete cascade,
  foreign key (student_id, year_id) references students (id, year_id) on delete cascade
);
create index project_invitations_student on project_invitations (student_id, created_at);
create trigger project_invitations_closed_year before insert or update or delete on project_invitations
  for each row execute function refuse_closed_year();

-- Who is invited has a place kept: all who were asked may accept.
create or replace function check_members() returns trigger language plpgsql as $$
declare
  the_project uuid := case when tg_op = 'DELETE' then old.project_id else new.project_id end;
  members integer;
  invited integer;
  allowed integer;
begin
  select count(*) into members from project_members where project_id = the_project;
  select count(*) into invited from project_invitations where project_id = the_project;
  select y.max_members into allowed from projects p join years y on y.id = p.year_id where p.id = the_project;
  if allowed is null then return null; end if;
  if members + invited > allowed then
    perform refuse('project.tooManyMembers', jsonb_build_object('maximum', allowed));
  elsif members = 0 then
    perform refuse('project.noMembers');
  end if;
  return null;
end $$;
create constraint trigger project_invitations_count after insert on project_invitations
  deferrable initially deferred for each row execute function check_members();

-- It is not decided on a project while somebody has still to say whether to work on it.
create function check_invitations() returns trigger language plpgsql as $$
declare
  waiting jsonb;
begin
  select jsonb_agg(s.given_name || ' ' || s.surname order by i.created_at, i.id) into waiting
    from project_invitations i join students s on s.id = i.student_id where i.project_id = new.id;
  if waiting is not null then perform refuse('project.invitationOpen', jsonb_build_object('names', waiting)); end if;
  return new;
end $$;
create trigger projects_invitations before update of status on projects
  for each row when (new.status = 'approved' and old.status <> 'approved') execute function check_invitations();
