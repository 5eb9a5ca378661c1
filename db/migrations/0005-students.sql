create table students (
  id uuid primary key default gen_random_uuid(),
  year_id uuid not null references years,
  account_id uuid not null references accounts,
  code text not null,
  gender text not null check (gender in ('male', 'female', 'monk')),
  given_name text not null,
  surname text not null,
  given_name_latin text,
  surname_latin text,
  major_id uuid not null,
  classroom_id uuid not null,
  telephone text,
  status text not null default 'approved' check (status in ('pending', 'approved', 'rejected')),
  created_at timestamptz not null default now(),
  version integer not null default 1,
  unique (id, year_id),
  unique (account_id, year_id),
  unique (year_id, code),
  foreign key (major_id, year_id) references majors (id, year_id),
  -- a classroom belongs to its major, and so does whoever sits in it
  constraint students_classroom_of_major foreign key (classroom_id, major_id) references classrooms (id, major_id)
);
create index students_major on students (major_id);
create index students_classroom on students (classroom_id);
create index students_status on students (year_id, status);
create trigger students_closed_year before insert or update or delete on students
  for each row execute function refuse_closed_year();

create function check_student_code() returns trigger language plpgsql as $$
begin
  if new.code !~ (select student_code_pattern from years where id = new.year_id) then
    perform refuse('student.codeFormat', jsonb_build_object('code', new.code));
  end if;
  return new;
end $$;
create trigger students_code before insert or update of code on students
  for each row execute function check_student_code();
