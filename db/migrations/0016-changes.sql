-- Whoever remembers something of these tables is told when it changes, at the commit and whoever changed it.
-- The last moment of use, which is only bookkeeping, is no change.
create function tell_change() returns trigger language plpgsql as $$
begin
  perform pg_notify('bm23_changes', tg_argv[0]);
  return null;
end $$;

create trigger sessions_told after delete or update of hat, account_id, expires_at on sessions
  for each statement execute function tell_change('sessions');
create trigger access_tokens_told after delete or update of account_id, expires_at on access_tokens
  for each statement execute function tell_change('sessions');
create trigger accounts_told
  after delete or update of display_name, login, email, roles, locale, status, must_change_password on accounts
  for each statement execute function tell_change('accounts');
create trigger installation_told after insert or update or delete on installation
  for each statement execute function tell_change('installation');
create trigger years_told
  after insert or delete or update of name, starts_on, ends_on, status, timezone, max_members, similarity_threshold,
    student_code_pattern, version on years
  for each statement execute function tell_change('years');
