-- When the operator's work was last done, and what came of it: the status page and `bm23 check` judge by it.
create table operations (
  name text primary key check (name in ('heartbeat', 'backup', 'drill')),
  succeeded_at timestamptz,
  failed_at timestamptz,
  -- of the last success: the file, its size
  detail jsonb not null default '{}',
  -- of the last failure
  error text
);
