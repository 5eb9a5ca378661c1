-- Passkeys (WebAuthn). What checks one is no secret: a copy of the database signs nobody in.
create table passkeys (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references accounts on delete cascade,
  credential_id bytea not null unique check (length(credential_id) between 1 and 1023),
  public_key bytea not null check (length(public_key) between 1 and 2000),
  -- what the authenticator counts, so that a copy of it is noticed; 0 where it counts nothing
  counter bigint not null check (counter >= 0),
  transports text[] not null,
  name text not null check (length(name) between 1 and 60),
  created_at timestamptz not null default now(),
  last_used_at timestamptz
);
create index passkeys_account on passkeys (account_id);

-- Browsers that were asked for a passkey and have not answered yet. What the question was made of is in their cookie.
create table passkey_visits (
  ticket_hash bytea primary key check (length(ticket_hash) = 32),
  -- who adds one; null while somebody signs in
  account_id uuid references accounts on delete cascade,
  expires_at timestamptz not null
);
create index passkey_visits_account on passkey_visits (account_id);
create index passkey_visits_expiry on passkey_visits (expires_at);
