-- Two roles, so that whoever gets into the program cannot change what the database is: bm23_owner makes and changes
-- tables (`bm23 migrate`), bm23_app reads and writes rows (`bm23 serve`, `bm23 worker`). Run as a superuser in each database
-- before its tables are made or restored; passwords are set afterwards (docs/deploy.md).
do $$
declare
  here text := current_database();
begin
  if not exists (select from pg_roles where rolname = 'bm23_owner') then
    create role bm23_owner login;
  end if;
  if not exists (select from pg_roles where rolname = 'bm23_app') then
    create role bm23_app login;
  end if;
  execute format('alter database %I owner to bm23_owner', here);
  execute format('revoke all on database %I from public', here);
  execute format('grant connect, temporary on database %I to bm23_app', here);
  -- an error tells no values of a row: they are names and numbers of people, and end in the log of PostgreSQL
  execute format('alter database %I set log_error_verbosity = terse', here);
end
$$;
alter schema public owner to bm23_owner;
revoke all on schema public from public;
grant usage on schema public to bm23_app;
-- whatever the owner makes from now on
alter default privileges for role bm23_owner grant usage on schemas to bm23_app;
alter default privileges for role bm23_owner grant select, insert, update, delete on tables to bm23_app;
alter default privileges for role bm23_owner grant usage, select on sequences to bm23_app;
alter default privileges for role bm23_owner grant execute on functions to bm23_app;
