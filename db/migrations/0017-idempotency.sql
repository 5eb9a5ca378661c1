-- A request that carries an Idempotency-Key is done once: the key is taken in the transaction that does it, and its answer is
-- kept there for whoever asks again. Nothing refers to these rows; they go after a day.
create table idempotency_keys (
  account_id uuid not null references accounts on delete cascade,
  key text not null check (length(key) between 1 and 200),
  request_hash bytea not null check (length(request_hash) = 32),
  -- null when the answer holds a secret, which is shown once
  answer jsonb,
  created_at timestamptz not null default now(),
  primary key (account_id, key)
);
create index idempotency_keys_age on idempotency_keys (created_at);
