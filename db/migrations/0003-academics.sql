create table years (
  id uuid primary key default gen_random_uuid(),
  name text not null unique check (name ~ '^\d{4}-\d{4}$'),
  starts_on date not null,
  ends_on date not null,
  status text not null default 'planned' check (status in ('planned', 'active', 'closed')),
  timezone text not null default 'Asia/Vientiane',
  max_members integer not null default 2 check (max_members between 1 and 5),
  similarity_threshold integer not null default 70 check (similarity_threshold between 30 and 100),
  student_code_pattern text not null default '^\d{3}[A-Z]{1,2}\d{3,4}\/\d{2}$',
  -- the number of the last project code given; see allocate_project_code
  last_project_number integer not null default 0 check (last_project_number >= 0),
  version integer not null default 1,
  check (starts_on < ends_on)
);
create unique index years_one_active on years (status) where status = 'active';

-- Everything of a year hangs on this guard: a closed year does not change.
create function refuse_closed_year() returns trigger language plpgsql as $$
declare the_year uuid;
begin
  the_year := case when tg_op = 'DELETE' then old.year_id else new.year_id end;
  if exists (select from years where id = the_year and status = 'closed') then
    perform refuse('year.closed');
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;

create table majors (
  id uuid primary key default gen_random_uuid(),
  year_id uuid not null references years,
  name text not null,
  abbreviation text not null,
  version integer not null default 1,
  unique (id, year_id)
);
create unique index majors_name on majors (year_id, lower(name));
create unique index majors_abbreviation on majors (year_id, lower(abbreviation));
create trigger majors_closed_year before insert or update or delete on majors
  for each row execute function refuse_closed_year();

create table classrooms (
  id uuid primary key default gen_random_uuid(),
  year_id uuid not null references years,
  major_id uuid not null,
  name text not null,
  version integer not null default 1,
  unique (id, major_id),
  foreign key (major_id, year_id) references majors (id, year_id)
);
create unique index classrooms_name on classrooms (year_id, lower(name));
create index classrooms_major on classrooms (major_id);
create trigger classrooms_closed_year before insert or update or delete on classrooms
  for each row execute function refuse_closed_year();
