-- Who was erased is not called something again, nor let in: the pseudonym, the shut account and its empty fields stay.
create function refuse_erased() returns trigger language plpgsql as $$
begin
  if not is_erasing() and exists (select from erasures where account_id = old.id) then
    perform refuse('erasure.done');
  end if;
  return new;
end $$;
create trigger accounts_erased_stay before update of display_name, login, email, roles, status, password_hash on accounts
  for each row execute function refuse_erased();
