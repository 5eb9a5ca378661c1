create table milestone_templates (
  id uuid primary key default gen_random_uuid(),
  year_id uuid not null references years,
  name text not null,
  description text,
  version integer not null default 1,
  unique (id, year_id)
);
create unique index milestone_templates_name on milestone_templates (year_id, lower(name));
create trigger milestone_templates_closed_year before insert or update or delete on milestone_templates
  for each row execute function refuse_closed_year();

create table milestone_template_tasks (
  template_id uuid not null references milestone_templates on delete cascade,
  position integer not null check (position >= 1),
  name text not null,
  duration_days integer not null check (duration_days between 1 and 365),
  primary key (template_id, position)
);

-- With which template a project was approved, and from which day its dates were counted.
create table project_plans (
  project_id uuid primary key,
  year_id uuid not null,
  template_id uuid not null,
  starts_on date not null,
  foreign key (project_id, year_id) references projects (id, year_id) on delete cascade,
  foreign key (template_id, year_id) references milestone_templates (id, year_id)
);
create index project_plans_template on project_plans (template_id);

create table milestones (
  id uuid primary key default gen_random_uuid(),
  year_id uuid not null,
  project_id uuid not null,
  position integer not null check (position >= 1),
  name text not null,
  due_on date not null,
  status text not null default 'pending' check (status in ('pending', 'submitted', 'approved', 'revision')),
  submitted_at timestamptz,
  version integer not null default 1,
  unique (project_id, position),
  unique (id, project_id),
  foreign key (project_id, year_id) references projects (id, year_id) on delete cascade,
  check (status = 'pending' or submitted_at is not null)
);
create index milestones_due on milestones (due_on) where status in ('pending', 'revision');
create trigger milestones_closed_year before insert or update or delete on milestones
  for each row execute function refuse_closed_year();
