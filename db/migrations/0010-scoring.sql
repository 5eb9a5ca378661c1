create table rubrics (
  year_id uuid primary key references years,
  rounding text not null default 'none' check (rounding in ('none', 'half_up_integer', 'half_up_one_decimal')),
  -- Rule 6: set by the first score sheet of the year
  frozen_at timestamptz,
  version integer not null default 1
);

create table rubric_items (
  id uuid primary key default gen_random_uuid(),
  year_id uuid not null references rubrics,
  sheet text not null check (sheet in ('advisor', 'committee')),
  position integer not null check (position >= 1),
  name text not null,
  maximum numeric(5, 2) not null check (maximum > 0 and maximum <= 100),
  unique (year_id, sheet, position),
  unique (id, year_id)
);

create table grade_boundaries (
  year_id uuid not null references rubrics,
  grade text not null,
  minimum numeric(5, 2) not null check (minimum between 0 and 100),
  primary key (year_id, grade),
  constraint grade_boundaries_minimum unique (year_id, minimum)
);

create function check_rubric_sum() returns trigger language plpgsql as $$
declare
  the_year uuid := case when tg_op = 'DELETE' then old.year_id else new.year_id end;
  total numeric;
begin
  select sum(maximum) into total from rubric_items where year_id = the_year;
  if total is distinct from 100 then
    perform refuse('rubric.sum', jsonb_build_object('sum', total));
  end if;
  return null;
end $$;
create constraint trigger rubric_items_sum after insert or update or delete on rubric_items
  deferrable initially deferred for each row execute function check_rubric_sum();

create function refuse_frozen_rubric() returns trigger language plpgsql as $$
declare the_year uuid := case when tg_op = 'DELETE' then old.year_id else new.year_id end;
begin
  if exists (select from rubrics where year_id = the_year and frozen_at is not null) then
    perform refuse('rubric.frozen');
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger rubric_items_frozen before insert or update or delete on rubric_items
  for each row execute function refuse_frozen_rubric();
create trigger grade_boundaries_frozen before insert or update or delete on grade_boundaries
  for each row execute function refuse_frozen_rubric();
create trigger rubrics_frozen before update of rounding on rubrics
  for each row execute function refuse_frozen_rubric();
create trigger rubrics_closed_year before insert or update or delete on rubrics
  for each row execute function refuse_closed_year();

create table score_sheets (
  id uuid primary key default gen_random_uuid(),
  year_id uuid not null,
  project_id uuid not null,
  evaluator text not null check (evaluator in ('advisor', 'chair', 'second', 'third')),
  advisor_id uuid not null,
  status text not null default 'open' check (status in ('open', 'submitted', 'locked')),
  comment text,
  submitted_at timestamptz,
  version integer not null default 1,
  unique (project_id, evaluator),
  unique (id, year_id),
  foreign key (project_id, year_id) references projects (id, year_id),
  foreign key (advisor_id, year_id) references advisors (id, year_id),
  check (status = 'open' or submitted_at is not null)
);
create index score_sheets_advisor on score_sheets (advisor_id);
create trigger score_sheets_closed_year before insert or update or delete on score_sheets
  for each row execute function refuse_closed_year();

create table scores (
  sheet_id uuid not null,
  item_id uuid not null,
  year_id uuid not null,
  score numeric(5, 2) not null check (score >= 0),
  primary key (sheet_id, item_id),
  foreign key (sheet_id, year_id) references score_sheets (id, year_id) on delete cascade,
  foreign key (item_id, year_id) references rubric_items (id, year_id)
);

create function check_score() returns trigger language plpgsql as $$
declare item record;
  sheet record;
begin
  select * into item from rubric_items where id = new.item_id;
  select * into sheet from score_sheets where id = new.sheet_id;
  if new.score > item.maximum or (item.sheet = 'advisor') <> (sheet.evaluator = 'advisor') then
    perform refuse('sheet.overMaximum', jsonb_build_object('item', item.name, 'maximum', item.maximum));
  end if;
  return new;
end $$;
create trigger scores_limits before insert or update on scores for each row execute function check_score();

create function refuse_handed_in_scores() returns trigger language plpgsql as $$
begin
  if exists (select from score_sheets
      where id = case when tg_op = 'DELETE' then old.sheet_id else new.sheet_id end and status <> 'open') then
    perform refuse('sheet.wrongState');
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger scores_handed_in before insert or update or delete on scores
  for each row execute function refuse_handed_in_scores();

create table results (
  project_id uuid primary key,
  year_id uuid not null,
  status text not null check (status in ('computed', 'published')),
  advisor_total numeric(5, 2) not null,
  committee_mean numeric(7, 4) not null,
  final numeric(7, 4) not null check (final between 0 and 100),
  computed_grade text not null,
  override_grade text,
  override_reason text,
  overridden_by uuid references accounts,
  published_at timestamptz,
  published_by uuid references accounts,
  version integer not null default 1,
  foreign key (project_id, year_id) references projects (id, year_id),
  check ((status = 'published') = (published_at is not null)),
  check ((override_grade is null) = (override_reason is null) and (override_grade is null) = (overridden_by is null))
);
create index results_year on results (year_id, status);
create trigger results_closed_year before insert or update or delete on results
  for each row execute function refuse_closed_year();
