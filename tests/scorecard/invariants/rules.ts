/**
 * What must always hold, as SQL that finds what breaks it; none of it is the program's own. Status by status, number by
 * number: computed here again from what lies below.
 */
export const rules: Readonly<Record<string, string>> = {
  'an advisor supervises no more than the quota':
    "select a.advisor_id from advisor_places a where kind = 'supervising' and quota < (select count(*) from projects p where p.advisor_id = a.advisor_id and status in ('pending', 'approved') and over_quota_reason is null)",
  'supervising places taken are those of projects':
    "select advisor_id from advisor_places a where kind = 'supervising' and taken <> (select count(*) from projects p where p.advisor_id = a.advisor_id and status in ('pending', 'approved'))",
  'seats taken are those of committees':
    "select advisor_id from advisor_places a where kind <> 'supervising' and taken <> (select count(*) from committee_seats s where s.advisor_id = a.advisor_id and s.seat = a.kind)",
  'an examiner sits no more than the quota':
    "select advisor_id from advisor_places where kind <> 'supervising' and taken > quota",
  'a student is in one open project':
    "select student_id from project_members m join projects p on p.id = m.project_id where p.status <> 'withdrawn' group by 1 having count(*) > 1",
  'a member is free exactly when the project is withdrawn':
    "select project_id from project_members m join projects p on p.id = m.project_id where m.open = (p.status = 'withdrawn')",
  'a team has its size':
    'select p.id from projects p join years y on y.id = p.year_id where (select count(*) from project_members m where m.project_id = p.id) not between 1 and y.max_members',
  'a code is given once': 'select code from projects group by year_id, code having count(*) > 1',
  'a code says its year':
    'select code from projects p join years y on y.id = p.year_id where substr(code, 2, 2) <> substr(y.name, 3, 2)',
  'tallies are counts':
    'select status from (select year_id, status, count(*) as n from projects group by 1, 2) c full join project_tallies t using (year_id, status) where coalesce(c.n, 0) <> coalesce(t.projects, 0)',
  'who is approved has a plan and milestones':
    "select id from projects p where status in ('approved', 'completed') and not (exists (select from project_plans l where l.project_id = p.id) and exists (select from milestones m where m.project_id = p.id))",
  'who was never approved has none':
    "select id from projects p where status in ('draft', 'pending', 'rejected') and exists (select from milestones m where m.project_id = p.id)",
  'a project that is approved has a specialised advisor':
    "select p.id from projects p where status in ('pending', 'approved') and exists (select from advisor_majors a where a.advisor_id = p.advisor_id) and not exists (select from advisor_majors a join students s on s.major_id = a.major_id join project_members m on m.student_id = s.id where m.project_id = p.id and a.advisor_id = p.advisor_id)",
  'the advisor does not examine':
    'select p.id from projects p join committee_seats s on s.project_id = p.id and s.advisor_id = p.advisor_id',
  'a committee is three people':
    'select project_id from committee_seats group by 1 having count(*) <> 3 or count(distinct advisor_id) <> 3',
  'nobody examines what was withdrawn':
    "select p.id from projects p join committee_seats s on s.project_id = p.id where p.status not in ('approved', 'completed')",
  'a defense is planned once it is ready':
    "select d.project_id from defenses d join projects p on p.id = d.project_id where d.status in ('scheduled', 'in_progress') and not (p.status in ('approved', 'completed') and (select count(*) from committee_seats s where s.project_id = p.id) = 3 and exists (select from submissions s where s.project_id = p.id and document_kind = 'pre_defense' and decision = 'approved'))",
  'no room is in two defenses':
    'select a.project_id from defenses a join defenses b on a.project_id < b.project_id and a.room_id = b.room_id and a.during && b.during',
  'nobody is in two defenses': `with people as (
      select d.project_id, d.during, a.account_id from defenses d join projects p on p.id = d.project_id
        join lateral (select p.advisor_id union select s.advisor_id from committee_seats s where s.project_id = p.id) who on true
        join advisors a on a.id = who.advisor_id where d.during is not null and p.status <> 'withdrawn'
      union select d.project_id, d.during, s.account_id from defenses d join project_members m on m.project_id = d.project_id
        join students s on s.id = m.student_id join projects p on p.id = d.project_id where d.during is not null and p.status <> 'withdrawn')
    select a.project_id from people a join people b on a.account_id = b.account_id and a.project_id < b.project_id and a.during && b.during`,
  'who is in a defense is taken for its time': `select d.project_id from defenses d join projects p on p.id = d.project_id
    where d.during is not null and p.status <> 'withdrawn' and (select count(*) from defense_attendances t where t.project_id = d.project_id and t.during = d.during)
      <> 4 + (select count(*) from project_members m where m.project_id = d.project_id)`,
  'a milestone is what became of its last version': `select m.id from milestones m left join lateral
    (select coalesce(decision, 'submitted') as status from submissions s where s.milestone_id = m.id order by version desc limit 1) s on true
    where m.status <> coalesce(s.status, 'pending')`,
  'versions have no gap':
    'select project_id from submissions group by project_id, milestone_id, document_kind having max(version) <> count(*) or min(version) <> 1',
  'one version waits':
    'select project_id from submissions where decision is null group by project_id, milestone_id, document_kind having count(*) > 1',
  'only the last version waits, and none follows an accepted one':
    "select a.id from submissions a join submissions b on b.project_id = a.project_id and b.milestone_id is not distinct from a.milestone_id and b.document_kind is not distinct from a.document_kind and b.version > a.version where a.decision is distinct from 'revision'",
  'late is what came after the day':
    'select s.id from submissions s left join milestones m on m.id = s.milestone_id join years y on y.id = s.year_id where s.late <> coalesce((s.submitted_at at time zone y.timezone)::date > m.due_on, false)',
  'the last document follows the first':
    "select id from submissions a where document_kind = 'post_defense' and not exists (select from submissions b where b.project_id = a.project_id and b.document_kind = 'pre_defense' and b.decision = 'approved' and b.decided_at <= a.submitted_at)",
  'a score is within its maximum, on its sheet':
    "select c.sheet_id from scores c join rubric_items i on i.id = c.item_id join score_sheets s on s.id = c.sheet_id where c.score not between 0 and i.maximum or (i.sheet = 'advisor') <> (s.evaluator = 'advisor')",
  'a sheet that is handed in is complete':
    "select s.id from score_sheets s where status <> 'open' and (select count(*) from scores c where c.sheet_id = s.id) <> (select count(*) from rubric_items i where i.year_id = s.year_id and (i.sheet = 'advisor') = (s.evaluator = 'advisor'))",
  'only the evaluator scored':
    "select e.id from events e join advisors a on a.id = (e.data->>'advisorId')::uuid where e.name in ('sheet.saved', 'sheet.submitted') and e.actor_id <> a.account_id",
  'an examiner of a sheet sits in the seat':
    "select s.id from score_sheets s join projects p on p.id = s.project_id where s.evaluator <> 'advisor' and p.status in ('approved', 'completed') and not exists (select from committee_seats c where c.project_id = s.project_id and c.seat = s.evaluator and c.advisor_id = s.advisor_id)",
  'rubrics are frozen once anything is scored':
    'select year_id from rubrics r where frozen_at is null and exists (select from score_sheets s where s.year_id = r.year_id)',
  'a result is there exactly when four sheets are':
    "select project_id from (select project_id, count(*) filter (where status <> 'open') as n from score_sheets group by 1) s full join results r using (project_id) where (coalesce(s.n, 0) = 4) <> (r.project_id is not null)",
  'a result is its formula, to the last digit': `select r.project_id from results r join lateral (
      select sum(t) filter (where evaluator = 'advisor') as advisor, avg(t) filter (where evaluator <> 'advisor') as committee
      from (select s.evaluator, sum(c.score) as t from score_sheets s join scores c on c.sheet_id = s.id where s.project_id = r.project_id group by 1) x) f on true
    join rubrics y on y.year_id = r.year_id
    where r.advisor_total <> f.advisor or r.committee_mean <> round(f.committee, 4) or y.rounding <> 'none' or r.final <> round(f.advisor + f.committee, 4)`,
  'a grade is its boundary':
    "select r.project_id from results r where computed_grade <> coalesce((select grade from grade_boundaries b where b.year_id = r.year_id and b.minimum <= r.final order by minimum desc limit 1), 'F')",
  'what is published is locked, and nothing else':
    "select s.id from score_sheets s left join results r on r.project_id = s.project_id where (s.status = 'locked') <> (r.status is not distinct from 'published')",
  'what was published stays': `select r.project_id from results r join events e on e.project_id = r.project_id and e.name = 'result.published'
    where r.status <> 'published' or (e.after->>'final')::numeric <> r.final or e.after->>'grade' <> coalesce(r.override_grade, r.computed_grade)`,
  'nothing is published twice':
    "select project_id from events where name = 'result.published' group by 1 having count(*) > 1",
  'what was withdrawn is not graded':
    "select e.id from events e join events w on w.project_id = e.project_id and w.name = 'project.withdrawn' and w.id < e.id where e.name in ('result.published', 'result.overridden')",
  'a project is completed exactly when it is done':
    "select p.id from projects p where p.status in ('approved', 'completed') and (p.status = 'completed') <> (exists (select from results r where r.project_id = p.id and r.status = 'published') and exists (select from submissions s where s.project_id = p.id and document_kind = 'post_defense' and decision = 'approved'))",
  'no state of a project is skipped': `select subject_id from (select subject_id, before->>'status' as was, lag(after->>'status') over (partition by subject_id order by id) as left_at, name
      from events where name in ('project.registered', 'project.submitted', 'project.approved', 'project.rejected', 'project.withdrawn', 'project.completed')) e
    where name <> 'project.registered' and was is distinct from left_at`,
  'the facts say what a project is': `select p.id from projects p where p.status is distinct from (select after->>'status' from events e where e.subject_id = p.id
      and e.name in ('project.registered', 'project.submitted', 'project.approved', 'project.rejected', 'project.withdrawn', 'project.completed') order by e.id desc limit 1)`,
  'the facts say what a defense is': `select d.project_id from defenses d where d.status <> coalesce((select case when name = 'defense.scheduled' then 'scheduled' else data->>'to' end
      from events e where e.project_id = d.project_id and name in ('defense.scheduled', 'defense.stateChanged') order by id desc limit 1), 'unscheduled')`,
  'each submission and each decision is a fact':
    "select 1 where (select count(*) from submissions) <> (select count(*) from events where name = 'submission.handedIn') or (select count(*) from submissions where decision is not null) <> (select count(*) from events where name = 'submission.reviewed')",
  'each fact is sealed':
    'select e.id from events e left join event_seals s on s.event_id = e.id where s.event_id is null',
  'who withdrew or rejected said why':
    "select id from projects where status in ('rejected', 'withdrawn') and coalesce(decision_reason, '') = ''",
}
