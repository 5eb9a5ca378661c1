create table projects (
  id uuid primary key default gen_random_uuid(),
  year_id uuid not null references years,
  code text not null check (code ~ '^P\d{2}\d{3,}$'),
  topic_lo text not null,
  topic_en text not null,
  topic_th text,
  abstract text,
  -- normalised topics for the similarity search; see projects/similarity.ts
  topic_lo_key text not null,
  topic_en_key text not null,
  advisor_id uuid not null,
  status text not null default 'draft'
    check (status in ('draft', 'pending', 'approved', 'rejected', 'withdrawn', 'completed', 'archived')),
  -- why staff let it exceed the quota or repeat a topic; recorded, and needed by the rules below
  over_quota_reason text,
  similarity_override_reason text,
  decision_reason text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version integer not null default 1,
  unique (year_id, code),
  unique (id, year_id),
  foreign key (advisor_id, year_id) references advisors (id, year_id),
  check (status not in ('rejected', 'withdrawn') or decision_reason is not null)
);
create index projects_advisor on projects (advisor_id, status);
create index projects_year_created on projects (year_id, created_at desc, id);
create index projects_year_status on projects (year_id, status, code);
create index projects_topic_lo on projects using gin (topic_lo_key gin_trgm_ops);
create index projects_topic_en on projects using gin (topic_en_key gin_trgm_ops);
create trigger projects_closed_year before insert or update or delete on projects
  for each row execute function refuse_closed_year();

create table project_members (
  project_id uuid not null,
  student_id uuid not null,
  year_id uuid not null,
  position integer not null check (position >= 1),
  -- false once the project is withdrawn: the student is free again
  open boolean not null default true,
  primary key (project_id, student_id),
  unique (project_id, position),
  foreign key (project_id, year_id) references projects (id, year_id) on delete cascade,
  foreign key (student_id, year_id) references students (id, year_id)
);
-- Rule 1: a student is in at most one open project per year.
create unique index project_members_one_open on project_members (student_id) where open;
create index project_members_student on project_members (student_id);

create function keep_members() returns trigger language plpgsql as $$
begin
  if (old.status = 'withdrawn') <> (new.status = 'withdrawn') then
    update project_members set open = (new.status <> 'withdrawn') where project_id = new.id;
  end if;
  return null;
end $$;
create trigger projects_members after update of status on projects for each row execute function keep_members();

create function check_members() returns trigger language plpgsql as $$
declare
  the_project uuid := case when tg_op = 'DELETE' then old.project_id else new.project_id end;
  members integer;
  allowed integer;
begin
  select count(*) into members from project_members where project_id = the_project;
  select y.max_members into allowed from projects p join years y on y.id = p.year_id where p.id = the_project;
  if allowed is null then return null; end if;
  if members > allowed then
    perform refuse('project.tooManyMembers', jsonb_build_object('maximum', allowed));
  elsif members = 0 then
    perform refuse('project.noMembers');
  end if;
  return null;
end $$;
create constraint trigger project_members_count after insert or delete on project_members
  deferrable initially deferred for each row execute function check_members();

-- Rule 2: the load of an advisor is the number of pending and approved projects; see take_place.
create function keep_supervising_places() returns trigger language plpgsql as $$
declare
  held boolean := tg_op <> 'INSERT' and old.status in ('pending', 'approved');
  holds boolean := tg_op <> 'DELETE' and new.status in ('pending', 'approved');
begin
  if held and holds and old.advisor_id = new.advisor_id then return null; end if;
  if held then perform give_back_place(old.advisor_id, 'supervising'); end if;
  if holds then perform take_place(new.advisor_id, 'supervising', new.over_quota_reason is not null); end if;
  return null;
end $$;
create trigger projects_places after insert or update of status, advisor_id or delete on projects
  for each row execute function keep_supervising_places();

-- Specialised in one of the members' majors; an advisor without majors is specialised in all.
create function is_specialised(advisor uuid, project uuid) returns boolean language sql stable as $$
  select not exists (select from advisor_majors where advisor_id = advisor)
    or exists (
      select from project_members m join students s on s.id = m.student_id
        join advisor_majors a on a.major_id = s.major_id and a.advisor_id = advisor
      where m.project_id = project)
$$;

create function check_advisor_specialised() returns trigger language plpgsql as $$
begin
  if new.status in ('pending', 'approved') and not is_specialised(new.advisor_id, new.id) then
    perform refuse('advisor.notSpecialised', jsonb_build_object('advisorId', new.advisor_id,
      'name', (select name from advisors where id = new.advisor_id)));
  end if;
  return null;
end $$;
-- deferred: the members of a new project are written after it
create constraint trigger projects_specialised after insert or update of advisor_id, status on projects
  deferrable initially deferred for each row execute function check_advisor_specialised();

-- The next code `P{yy}{NNN}` of a year; the row lock on the year keeps codes apart.
create function allocate_project_code(the_year uuid) returns text language sql as $$
  update years set last_project_number = last_project_number + 1 where id = the_year
  returning 'P' || substr(name, 3, 2) || lpad(last_project_number::text, greatest(3, length(last_project_number::text)), '0')
$$;

-- A code that came with a spreadsheet: the counter moves past it.
create function reserve_project_code(the_year uuid, given_code text) returns void language sql as $$
  update years set last_project_number = greatest(last_project_number, substr(given_code, 4)::integer)
  where id = the_year and substr(given_code, 2, 2) = substr(name, 3, 2)
$$;
