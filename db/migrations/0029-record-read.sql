-- The page of the record asks by person and by kind of event, newest first.
-- existing rows: a few hundred thousand events after years, a second or two each, and writes wait for it
create index events_actor on events (actor_id, id desc) where actor_id is not null;
-- existing rows: as above
create index events_name on events (name, id desc);
-- existing rows: as above; where somebody was when signing in, beside what was done then
create index events_sign_in on events (actor_id, id desc) where name = 'session.started';
