-- A name for a session that its owner may see; the hash stays the key.
-- existing rows: one row per session that is open, written anew in a moment
alter table sessions add column id uuid not null default gen_random_uuid();
-- existing rows: the same few
create unique index sessions_id on sessions (id);
