create table notifications (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references accounts on delete cascade,
  -- one event tells a person once, however often its job runs
  event_id bigint not null references events,
  kind text not null,
  data jsonb not null default '{}',
  project_id uuid references projects on delete cascade,
  created_at timestamptz not null default now(),
  read_at timestamptz,
  unique (account_id, event_id, kind)
);
create index notifications_account on notifications (account_id, created_at desc, id);
create index notifications_unread on notifications (account_id) where read_at is null;
