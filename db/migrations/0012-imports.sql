create table imports (
  id uuid primary key default gen_random_uuid(),
  year_id uuid not null references years,
  kind text not null check (kind in ('majors', 'classrooms', 'advisors', 'students', 'projects')),
  file_name text not null,
  columns jsonb not null,
  rows jsonb not null,
  status text not null default 'review' check (status in ('review', 'applied')),
  created_by uuid not null references accounts,
  created_at timestamptz not null default now(),
  applied_at timestamptz,
  check ((status = 'applied') = (applied_at is not null))
);
create index imports_creator on imports (created_by, created_at desc);
