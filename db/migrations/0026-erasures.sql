-- Erasing a person (docs/decisions/0015-erasing-a-person.md). The record only grows, but for this: what it says of a person
-- is taken out, the seal of the event stays as it was, and the erasure seals what is left.

-- What stood in an event cannot be guessed from its seal: events from now on are sealed with a salt, and the salt goes too.
alter table events add column salt uuid;
alter table events alter column salt set default gen_random_uuid();

create or replace function event_text(e events) returns text language sql stable as $$
  select (jsonb_build_array(e.id, (extract(epoch from e.at) * 1000000)::bigint, e.name, e.actor_id, e.actor_name,
    e.request_id, e.subject_type, e.subject_id, e.project_id, e.year_id, e.audience, e.data, e.before, e.after, e.reason)
    || case when e.salt is null then '[]' else jsonb_build_array(e.salt) end)::text
$$;

create table erasures (
  id bigint generated always as identity primary key,
  account_id uuid not null unique references accounts,
  -- what the person is called from now on
  pseudonym text not null,
  at timestamptz not null
);
create trigger erasures_only_grow before update or delete on erasures
  for each row execute function refuse_change();
create trigger erasures_never_emptied before truncate on erasures for each statement execute function refuse_change();

-- The events an erasure took something out of: the seal each had when it was whole, and what it says since. The event
-- `person.erased` holds a hash over these rows.
create table event_erasures (
  erasure_id bigint not null references erasures,
  event_id bigint not null references events,
  seal bytea not null check (length(seal) = 32),
  text_hash bytea not null check (length(text_hash) = 32),
  primary key (event_id, erasure_id)
);
create index event_erasures_erasure on event_erasures (erasure_id);
create trigger event_erasures_only_grow before update or delete on event_erasures
  for each row execute function refuse_change();
create trigger event_erasures_never_emptied before truncate on event_erasures
  for each statement execute function refuse_change();

-- An event becomes what its last erasure says it is, and nothing else.
create function refuse_event_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and exists (
    select from event_erasures x where x.event_id = old.id and x.text_hash = sha256(convert_to(event_text(new), 'UTF8'))
      and not exists (select from event_erasures y where y.event_id = x.event_id and y.erasure_id > x.erasure_id)
  ) and (old.id, old.at, old.name, old.subject_type, old.subject_id, old.actor_id, old.project_id, old.year_id, old.audience)
    is not distinct from
    (new.id, new.at, new.name, new.subject_type, new.subject_id, new.actor_id, new.project_id, new.year_id, new.audience)
  then
    return new;
  end if;
  raise exception 'the table % can only grow', tg_table_name using errcode = 'BM000';
end $$;
drop trigger events_only_grow on events;
create trigger events_only_grow before update or delete on events for each row execute function refuse_event_change();

-- Past years are read-only, and a student ID has a form: but not for who is erased. Set for one transaction.
create function is_erasing() returns boolean language sql stable as $$
  select coalesce(current_setting('bm23.erasing', true), '') = 'on'
$$;

create or replace function refuse_closed_year() returns trigger language plpgsql as $$
declare the_year uuid;
begin
  the_year := case when tg_op = 'DELETE' then old.year_id else new.year_id end;
  if not is_erasing() and exists (select from years where id = the_year and status = 'closed') then
    perform refuse('year.closed');
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;

create or replace function check_student_code() returns trigger language plpgsql as $$
begin
  if not is_erasing() and new.code !~ (select student_code_pattern from years where id = new.year_id) then
    perform refuse('student.codeFormat', jsonb_build_object('code', new.code));
  end if;
  return new;
end $$;

create or replace function keep_submission() returns trigger language plpgsql as $$
begin
  if (not is_erasing() and old.decision is not null) or (old.file_id, old.version, old.submitted_at, old.late, old.submitted_by)
      is distinct from (new.file_id, new.version, new.submitted_at, new.late, new.submitted_by) then
    perform refuse('submission.wrongState');
  end if;
  return new;
end $$;
