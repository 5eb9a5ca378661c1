create table accounts (
  id uuid primary key default gen_random_uuid(),
  display_name text not null check (length(display_name) between 1 and 200),
  login text,
  email text,
  password_hash text,
  must_change_password boolean not null default false,
  status text not null default 'invited' check (status in ('invited', 'pending', 'active', 'deactivated')),
  -- kept in step with the records that give them: students, advisors, managed majors
  roles text[] not null default '{}'
    check (roles <@ array['student', 'advisor', 'department_admin', 'admin']::text[]),
  locale text check (locale in ('lo', 'th', 'en')),
  last_sign_in_at timestamptz,
  created_at timestamptz not null default now(),
  version integer not null default 1,
  check (status <> 'active' or password_hash is not null)
);
create unique index accounts_login on accounts (lower(login));
create unique index accounts_email on accounts (lower(email));
create index accounts_name on accounts (display_name, id);

create table sessions (
  id_hash bytea primary key check (length(id_hash) = 32),
  account_id uuid not null references accounts on delete cascade,
  hat text check (hat in ('student', 'advisor', 'department_admin', 'admin')),
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ip text,
  user_agent text
);
create index sessions_account on sessions (account_id);
create index sessions_expiry on sessions (expires_at);

-- Counted before the password is looked at, known login or not.
create table sign_in_attempts (
  login_hash bytea primary key,
  failures integer not null,
  last_at timestamptz not null
);

create table one_time_links (
  token_hash bytea primary key check (length(token_hash) = 32),
  account_id uuid not null references accounts on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index one_time_links_account on one_time_links (account_id);

create table access_tokens (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references accounts on delete cascade,
  name text not null,
  token_hash bytea not null unique check (length(token_hash) = 32),
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  expires_at timestamptz not null
);
create index access_tokens_account on access_tokens (account_id);

create table installation (
  singleton boolean primary key default true check (singleton),
  name_lo text not null,
  name_th text not null,
  name_en text not null,
  colour text not null check (colour ~ '^#[0-9a-fA-F]{6}$'),
  default_locale text not null check (default_locale in ('lo', 'th', 'en')),
  logo text check (length(logo) <= 200000),
  version integer not null default 1
);
insert into installation (name_lo, name_th, name_en, colour, default_locale)
values ('ຄະນະ', 'คณะ', 'Faculty', '#1f5fae', 'lo');
