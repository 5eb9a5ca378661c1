/**
 * The limit: `node:http` and `pg`, the same rows from prepared statements that PostgreSQL need not plan again, and nothing
 * else: nobody is asked who he is, and nothing is counted. Prints its address.
 */
import { createServer } from 'node:http'
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

function statementOf(url: string): pg.QueryConfig {
  if (url === '/projects') return statements.list
  if (url.startsWith('/projects?')) return statements.filtered
  return { ...statements.detail, values: [url.slice('/projects/'.length)] }
}

const server = createServer(async (req, res) => {
  const found = await pool.query(statementOf(req.url ?? ''))
  const body = JSON.stringify({ items: found.rows })
  res.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
  res.end(body)
})
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as { port: number }).port}\n`)
})
