-- An authenticator app as second factor. The seed is sealed by BM23_SECRET_KEYS: a copy of the database makes no codes.
create table second_factors (
  account_id uuid primary key references accounts on delete cascade,
  seed text not null check (length(seed) between 40 and 400),
  created_at timestamptz not null default now(),
  -- null until a first code has shown that the app knows the seed
  confirmed_at timestamptz,
  -- the time step of the last code that was taken: none before it, nor itself, is taken again
  last_step bigint not null default 0
);

create table recovery_codes (
  account_id uuid not null references second_factors on delete cascade,
  code_hash bytea not null check (length(code_hash) = 32),
  used_at timestamptz,
  primary key (account_id, code_hash)
);

-- Who gave the password and owes the code.
create table sign_in_steps (
  ticket_hash bytea primary key check (length(ticket_hash) = 32),
  account_id uuid not null references accounts on delete cascade,
  expires_at timestamptz not null
);
create index sign_in_steps_account on sign_in_steps (account_id);
create index sign_in_steps_expiry on sign_in_steps (expires_at);

-- Whether the second factor was shown when it began, or when the token was made.
alter table sessions add column strong boolean not null default false;
alter table access_tokens add column strong boolean not null default false;
