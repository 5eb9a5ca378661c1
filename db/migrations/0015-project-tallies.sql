-- How many projects a year has in each status, so that a list says its total without counting. Written at the end of each
-- transaction, one at a time: always exact, and nobody waits for it longer than for a commit.
create table project_tallies (
  year_id uuid not null references years on delete cascade,
  status text not null,
  projects integer not null,
  primary key (year_id, status)
);

-- One lock for everything that is written one at a time at the end of a transaction: two could wait for each other.
create function wait_for_turn() returns void language sql as $$
  select pg_advisory_xact_lock(hashtextextended('bm23 end of transaction', 0))
$$;

create function tally_projects() returns trigger language plpgsql as $$
begin
  perform wait_for_turn();
  if tg_op <> 'INSERT' then
    update project_tallies set projects = projects - 1 where year_id = old.year_id and status = old.status;
  end if;
  if tg_op <> 'DELETE' then
    insert into project_tallies values (new.year_id, new.status, 1)
    on conflict (year_id, status) do update set projects = project_tallies.projects + 1;
  end if;
  return null;
end $$;
create constraint trigger projects_tally after insert or delete on projects
  deferrable initially deferred for each row execute function tally_projects();
create constraint trigger projects_tally_status after update of status on projects
  deferrable initially deferred for each row when (old.status <> new.status) execute function tally_projects();

insert into project_tallies select year_id, status, count(*) from projects group by year_id, status;
