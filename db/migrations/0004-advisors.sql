create table advisors (
  id uuid primary key default gen_random_uuid(),
  year_id uuid not null references years,
  account_id uuid not null references accounts,
  name text not null check (length(name) between 1 and 200),
  version integer not null default 1,
  unique (id, year_id),
  unique (account_id, year_id)
);
create index advisors_year on advisors (year_id, name, id);
create trigger advisors_closed_year before insert or update or delete on advisors
  for each row execute function refuse_closed_year();

-- None means: specialised in all majors.
create table advisor_majors (
  advisor_id uuid not null,
  major_id uuid not null,
  year_id uuid not null,
  primary key (advisor_id, major_id),
  foreign key (advisor_id, year_id) references advisors (id, year_id) on delete cascade,
  foreign key (major_id, year_id) references majors (id, year_id)
);
create index advisor_majors_major on advisor_majors (major_id);

-- The majors whose office a department admin runs.
create table managed_majors (
  advisor_id uuid not null,
  major_id uuid not null,
  year_id uuid not null,
  primary key (advisor_id, major_id),
  foreign key (advisor_id, year_id) references advisors (id, year_id) on delete cascade,
  foreign key (major_id, year_id) references majors (id, year_id)
);
create index managed_majors_major on managed_majors (major_id);

-- The places an advisor gives, and how many are taken. `taken` is kept by triggers on projects and committee seats, which
-- lock this row: however many come at once, the quota holds. This is the one definition of load.
create table advisor_places (
  advisor_id uuid not null references advisors on delete cascade,
  kind text not null check (kind in ('supervising', 'chair', 'second', 'third')),
  quota integer not null check (quota between 0 and 500),
  taken integer not null default 0 check (taken >= 0),
  primary key (advisor_id, kind)
);

create function take_place(advisor uuid, place text, may_exceed boolean) returns void language plpgsql as $$
declare places record;
begin
  update advisor_places set taken = taken + 1 where advisor_id = advisor and kind = place
    returning taken, quota into places;
  if places.taken > places.quota and not may_exceed then
    perform refuse(
      case when place = 'supervising' then 'advisor.full' else 'seat.full' end,
      jsonb_build_object('advisorId', advisor, 'seat', place, 'quota', places.quota,
        'name', (select name from advisors where id = advisor)));
  end if;
end $$;

create function give_back_place(advisor uuid, place text) returns void language sql as $$
  update advisor_places set taken = taken - 1 where advisor_id = advisor and kind = place;
$$;
