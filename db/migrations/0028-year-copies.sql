-- What a year was given from an earlier one, as long as it may be taken back: by kind, the ids with the version each then had.
create table year_copies (
  id uuid primary key default gen_random_uuid(),
  year_id uuid not null references years,
  source_id uuid not null references years,
  made jsonb not null,
  created_at timestamptz not null
);
create index year_copies_year on year_copies (year_id, created_at desc);
create trigger year_copies_closed_year before insert or update or delete on year_copies
  for each row execute function refuse_closed_year();
