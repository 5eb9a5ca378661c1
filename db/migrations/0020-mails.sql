-- What is to be mailed, and what was: written in the transaction of what it tells of, sent by a worker.
create table mails (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (length(kind) between 1 and 60),
  -- what the letter is made of when it goes out; no secret: links are made then
  data jsonb not null check (pg_column_size(data) <= 8192),
  status text not null default 'waiting' check (status in ('waiting', 'sent', 'kept', 'failed')),
  created_at timestamptz not null default now(),
  next_at timestamptz not null default now(),
  attempts integer not null default 0 check (attempts >= 0),
  done_at timestamptz,
  account_id uuid references accounts on delete cascade,
  recipient text check (length(recipient) <= 200),
  subject text check (length(subject) <= 500),
  -- only where no mail server is configured, so that an administrator of a trial can read it
  body text check (body is null or status = 'kept'),
  error text check (length(error) <= 500),
  check ((status = 'waiting') = (done_at is null))
);
create index mails_due on mails (next_at) where status = 'waiting';
create index mails_newest on mails (created_at desc, id);
create index mails_account on mails (account_id, created_at);

-- existing rows: a few hundred links at most, a moment
-- A link to choose the first password, or to replace a forgotten one.
alter table one_time_links add column purpose text not null default 'invitation'
  check (purpose in ('invitation', 'reset'));
