/**
 * The limit: `node:http` and `pg`, the same rows from prepared statements that PostgreSQL need not plan again, and nothing
 * else: nobody is asked who he is, nothing is checked, counted or recorded. Prints its address.
 */
import { createServer } from 'node:http'
import { json } from 'node:stream/consumers'
import pg from 'pg'

const pool = new pg.Pool({ connectionString: process.env.BM23_DATABASE_URL, max: 10 })

const rows = `
  select p.id, p.code, p.topic_lo, p.topic_en, p.status, p.created_at, p.updated_at, p.version,
    y.id as year_id, y.name as year_name, y.status = 'closed' as year_closed, a.id as advisor_id, a.name as advisor_name,
    exists (select from submissions w where w.project_id = p.id)
      or exists (select from score_sheets w where w.project_id = p.id) as has_work,
    (select json_agg(json_build_object('id', s.id, 'code', s.code, 'gender', s.gender, 'major', m.abbreviation,
        'name', s.given_name || ' ' || s.surname) order by pm.position)
      from project_members pm join students s on s.id = pm.student_id join majors m on m.id = s.major_id
      where pm.project_id = p.id) as members
  from projects p join years y on y.id = p.year_id join advisors a on a.id = p.advisor_id`
const active = `p.year_id = (select id from years where status = 'active')`
const newest = 'order by p.created_at desc, p.id limit 20'

const statements = {
  list: { name: 'list', text: `${rows} where ${active} ${newest}` },
  filtered: { name: 'filtered', text: `${rows} where ${active} and p.status = 'pending' ${newest}` },
  detail: { name: 'detail', text: `${rows} where p.id = $1` },
}

interface Body {
  readonly name: string
  readonly abbreviation: string
  readonly comment: string
  readonly items: readonly { itemId: string; score: number }[]
}

const createMajor = `insert into majors (year_id, name, abbreviation)
  select id, $1, $2 from years where status = 'active' returning id, name, abbreviation, version`
// the sheet and its scores in one statement, which is the least
const saveSheet = `
  with sheet as (
    insert into score_sheets as s (project_id, year_id, evaluator, advisor_id, comment)
      select id, year_id, 'advisor', advisor_id, $2 from projects where id = $1
      on conflict (project_id, evaluator) do update set comment = excluded.comment, version = s.version + 1
      returning id, year_id, version)
  insert into scores (sheet_id, item_id, year_id, score)
    select id, item, year_id, score from sheet, unnest($3::uuid[], $4::numeric[]) given (item, score)
    on conflict (sheet_id, item_id) do update set score = excluded.score returning item_id, score`

function reading(url: string): pg.QueryConfig {
  if (url === '/projects') return statements.list
  if (url.startsWith('/projects?')) return statements.filtered
  return { ...statements.detail, values: [url.slice('/projects/'.length)] }
}

function writing(url: string, { name, abbreviation, comment, items }: Body): pg.QueryConfig {
  if (url === '/majors') return { name: 'major', text: createMajor, values: [name, abbreviation] }
  const scores = [items.map(({ itemId }) => itemId), items.map(({ score }) => score)]
  return { name: 'sheet', text: saveSheet, values: [url.split('/')[2], comment, ...scores] }
}

const server = createServer(async (req, res) => {
  const url = req.url ?? ''
  const statement = req.method === 'GET' ? reading(url) : writing(url, (await json(req)) as Body)
  const found = await pool.query(statement)
  const body = JSON.stringify({ items: found.rows })
  res.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
  res.end(body)
})
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as { port: number }).port}\n`)
})
