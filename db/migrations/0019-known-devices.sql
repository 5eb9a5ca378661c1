-- A browser that somebody signed in with before. It proves nothing; wrong passwords from elsewhere do not lock it out.
create table known_devices (
  device_hash bytea not null check (length(device_hash) = 32),
  account_id uuid not null references accounts on delete cascade,
  last_used_at timestamptz not null default now(),
  primary key (device_hash, account_id)
);
create index known_devices_account on known_devices (account_id, last_used_at desc);
