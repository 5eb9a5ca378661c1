-- Two roles, so that whoever gets into the program cannot change what the database is: bm23_owner makes and changes
-- tables (`bm23 migrate`), bm23_app reads and writes rows (`bm23 serve`, `bm23 worker`). Run once, as a superuser, in the
-- database bm23; passwords are set afterwards (docs/deploy.md).
create role bm23_owner login;
create role bm23_app login;
alter database bm23 owner to bm23_owner;
revoke all on database bm23 from public;
grant connect, temporary on database bm23 to bm23_app;
alter schema public owner to bm23_owner;
revoke all on schema public from public;
grant usage on schema public to bm23_app;
-- whatever the owner makes from now on
alter default privileges for role bm23_owner grant usage on schemas to bm23_app;
alter default privileges for role bm23_owner grant select, insert, update, delete on tables to bm23_app;
alter default privileges for role bm23_owner grant usage, select on sequences to bm23_app;
alter default privileges for role bm23_owner grant execute on functions to bm23_app;
-- an error tells no values of a row: they are names and numbers of people, and end in the log of PostgreSQL
alter database bm23 set log_error_verbosity = terse;
