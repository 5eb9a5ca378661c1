-- The record proves that nothing was edited, removed or slipped in: each event is sealed at its commit with a hash over
-- itself and the seal before it. One transaction at a time seals, at its very end (`wait_for_turn`).
create table event_seals (
  sequence bigint primary key check (sequence >= 1),
  event_id bigint not null unique references events,
  hash bytea not null check (length(hash) = 32)
);
create trigger event_seals_only_grow before update or delete on event_seals
  for each row execute function refuse_change();
create trigger event_seals_never_emptied before truncate on event_seals
  for each statement execute function refuse_change();

-- What is hashed of an event. jsonb writes equal values alike; a moment is written as microseconds.
create function event_text(e events) returns text language sql stable as $$
  select jsonb_build_array(e.id, (extract(epoch from e.at) * 1000000)::bigint, e.name, e.actor_id, e.actor_name, e.request_id,
    e.subject_type, e.subject_id, e.project_id, e.year_id, e.audience, e.data, e.before, e.after, e.reason)::text
$$;

create function seal_event() returns trigger language plpgsql as $$
declare
  last event_seals;
begin
  perform wait_for_turn();
  select * into last from event_seals order by sequence desc limit 1;
  insert into event_seals values (
    coalesce(last.sequence, 0) + 1,
    new.id,
    sha256(coalesce(last.hash, '') || convert_to(event_text(new), 'UTF8'))
  );
  return null;
end $$;

do $$
declare
  e events;
  n bigint := 0;
  last bytea := '';
begin
  for e in select * from events order by id loop
    n := n + 1;
    last := sha256(last || convert_to(event_text(e), 'UTF8'));
    insert into event_seals values (n, e.id, last);
  end loop;
end $$;

create constraint trigger events_seal after insert on events
  deferrable initially deferred for each row execute function seal_event();
