create table rooms (
  id uuid primary key default gen_random_uuid(),
  year_id uuid not null references years,
  name text not null,
  capacity integer check (capacity between 1 and 10000),
  version integer not null default 1,
  unique (id, year_id)
);
create unique index rooms_name on rooms (year_id, lower(name));
create trigger rooms_closed_year before insert or update or delete on rooms
  for each row execute function refuse_closed_year();

-- None means: open to all majors.
create table room_majors (
  room_id uuid not null,
  major_id uuid not null,
  year_id uuid not null,
  primary key (room_id, major_id),
  foreign key (room_id, year_id) references rooms (id, year_id) on delete cascade,
  foreign key (major_id, year_id) references majors (id, year_id)
);

create table defense_settings (
  year_id uuid primary key references years,
  starts_on date not null,
  ends_on date not null,
  version integer not null default 1,
  check (starts_on <= ends_on)
);
create trigger defense_settings_closed_year before insert or update or delete on defense_settings
  for each row execute function refuse_closed_year();

create table defense_slots (
  id uuid primary key default gen_random_uuid(),
  year_id uuid not null references years,
  starts_at time not null,
  ends_at time not null,
  check (starts_at < ends_at),
  constraint defense_slots_apart exclude using gist (
    year_id with =, tsrange('2000-01-01'::date + starts_at, '2000-01-01'::date + ends_at) with &&)
);

-- The version both of the committee and of the defense of a project.
create table defenses (
  project_id uuid primary key,
  year_id uuid not null,
  status text not null default 'unscheduled'
    check (status in ('unscheduled', 'scheduled', 'in_progress', 'completed', 'postponed', 'cancelled')),
  room_id uuid,
  during tstzrange,
  reason text,
  version integer not null default 1,
  foreign key (project_id, year_id) references projects (id, year_id) on delete cascade,
  foreign key (room_id, year_id) references rooms (id, year_id),
  check ((status in ('scheduled', 'in_progress', 'completed')) = (room_id is not null and during is not null)),
  check (status not in ('postponed', 'cancelled') or reason is not null),
  check (during is null or (not isempty(during) and lower(during) is not null and upper(during) is not null)),
  -- Rule 4: no room is in two defenses at one time.
  constraint defenses_room_once exclude using gist (room_id with =, during with &&)
);
create index defenses_year on defenses (year_id, status);
create trigger defenses_closed_year before insert or update or delete on defenses
  for each row execute function refuse_closed_year();

create table committee_seats (
  project_id uuid not null references defenses on delete cascade,
  seat text not null check (seat in ('chair', 'second', 'third')),
  advisor_id uuid not null,
  year_id uuid not null,
  primary key (project_id, seat),
  -- Rule 3: a member sits once in it
  constraint committee_seats_once unique (project_id, advisor_id),
  foreign key (project_id, year_id) references projects (id, year_id) on delete cascade,
  foreign key (advisor_id, year_id) references advisors (id, year_id)
);
create index committee_seats_advisor on committee_seats (advisor_id, seat);

create function check_seat() returns trigger language plpgsql as $$
declare who jsonb;
begin
  who := jsonb_build_object('advisorId', new.advisor_id, 'seat', new.seat,
    'name', (select name from advisors where id = new.advisor_id));
  if exists (select from projects where id = new.project_id and advisor_id = new.advisor_id) then
    perform refuse('seat.isAdvisor', who);
  end if;
  if not is_specialised(new.advisor_id, new.project_id) then
    perform refuse('seat.notSpecialised', who);
  end if;
  return new;
end $$;
create trigger committee_seats_rules before insert or update on committee_seats
  for each row execute function check_seat();

-- The other way round: the new advisor of a project does not sit in its committee.
create function check_advisor_not_seated() returns trigger language plpgsql as $$
begin
  if exists (select from committee_seats where project_id = new.id and advisor_id = new.advisor_id) then
    perform refuse('seat.isAdvisor', jsonb_build_object('advisorId', new.advisor_id,
      'name', (select name from advisors where id = new.advisor_id)));
  end if;
  return new;
end $$;
create trigger projects_advisor_not_seated before update of advisor_id on projects
  for each row when (old.advisor_id is distinct from new.advisor_id) execute function check_advisor_not_seated();

create function keep_seat_places() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then perform give_back_place(old.advisor_id, old.seat); end if;
  if tg_op <> 'DELETE' then perform take_place(new.advisor_id, new.seat, false); end if;
  return null;
end $$;
create trigger committee_seats_places after insert or update or delete on committee_seats
  for each row execute function keep_seat_places();

-- Everybody who must be present, for as long as the defense is planned. A person is an account: it may have two hats.
create table defense_attendances (
  project_id uuid not null references defenses on delete cascade,
  account_id uuid not null references accounts,
  during tstzrange not null,
  primary key (project_id, account_id),
  -- Rule 4: no person is in two places at one time.
  constraint defense_attendances_once exclude using gist (account_id with =, during with &&)
);

create function check_room_major() returns trigger language plpgsql as $$
begin
  if new.room_id is not null and exists (select from room_majors where room_id = new.room_id)
      and exists (
        select from project_members m join students s on s.id = m.student_id
        where m.project_id = new.project_id
          and s.major_id not in (select major_id from room_majors where room_id = new.room_id)) then
    perform refuse('defense.roomNotForMajor', jsonb_build_object('room', (select name from rooms where id = new.room_id)));
  end if;
  return new;
end $$;
create trigger defenses_room_major before insert or update of room_id on defenses
  for each row execute function check_room_major();
