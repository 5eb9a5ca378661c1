-- Single sign-on: whom a provider of identities knows, by its own name for the person and never by an address.
create table provider_identities (
  issuer text not null check (length(issuer) between 1 and 300),
  subject text not null check (length(subject) between 1 and 255),
  account_id uuid not null references accounts on delete cascade,
  linked_at timestamptz not null default now(),
  primary key (issuer, subject),
  unique (account_id, issuer)
);

-- Browsers that were sent to the provider and are not back yet. What state, nonce and verifier were made of is in their cookie.
create table provider_visits (
  ticket_hash bytea primary key check (length(ticket_hash) = 32),
  return_to text not null check (length(return_to) between 1 and 2000),
  expires_at timestamptz not null
);
create index provider_visits_expiry on provider_visits (expires_at);

-- Whether a sign-in that waits for its code came from the provider, so that the record can say so.
-- existing rows: a few that wait for ten minutes at most
alter table sign_in_steps add column by_provider boolean not null default false;

-- Whether the person typed the address and nothing has shown yet that mail for it arrives: no identity is linked by it.
-- existing rows: a constant default is no rewrite
alter table accounts add column email_claimed boolean not null default false;
-- existing rows: the few who wait for approval, who have typed their address
update accounts set email_claimed = true where status = 'pending' and email is not null;
