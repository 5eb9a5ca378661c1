import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addProject, approve, buildFaculty } from '../faculty.ts'
import { startApp } from '../harness.ts'
import { runCommand } from '../server-process.ts'
import { type Cluster, runAsPostgres, startCluster, withoutPostgres } from '../serving/postgres.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const without =
  withoutPostgres || (!existsSync('/usr/bin/pgbackrest') && 'pgBackRest is not installed (package pgbackrest)')

let folder: string
let cluster: Cluster
let config: string

/** The commands below a heading of docs/recovery.md. */
function commandsBelow(heading: string): string[] {
  const page = readFileSync(join(root, 'docs/recovery.md'), 'utf8')
  const section = page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''
  return (/^```sh\n([\s\S]*?)^```$/m.exec(section)?.[1] ?? '').split('\n').filter(Boolean)
}

/** Runs what the page says, where this test has it; what only prepares a server is returned. */
async function follow(commands: readonly string[], moment = ''): Promise<string[]> {
  const left: string[] = []
  for (const command of commands) {
    const backrest = /^runuser -u postgres -- pgbackrest (.*)$/.exec(command)?.[1]
    if (backrest) {
      const words = backrest.replace(/--target='[^']*'/, '--target=MOMENT').split(' ')
      const args = words.map((word) => word.replace('MOMENT', moment))
      runAsPostgres('pgbackrest', `--config=${config}`, ...args)
    } else if (command === 'systemctl stop postgresql') await cluster.stop()
    else if (command === 'systemctl start postgresql') await cluster.start()
    else left.push(command)
  }
  return left
}

/** How many rows each table holds, and a sum over all that stands in them. */
async function contents(): Promise<Record<string, { rows: number; sum: string | null }>> {
  const tables = (await cluster.query(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and c.relpersistence = 'p' and n.nspname not in ('pg_catalog', 'information_schema')`,
  )) as { name: string }[]
  const all = tables.map(async ({ name }) => {
    const text = `select count(*)::int as rows, md5(string_agg(t::text, ',' order by t::text)) as sum from ${name} t`
    return [name, (await cluster.query(text))[0] as { rows: number; sum: string }] as const
  })
  return Object.fromEntries(await Promise.all(all))
}

/** Everything of one department, as somebody deletes it who has every right and knows no better. */
const deleteDepartment = `do $$ declare one record; begin
  create temporary table gone as
    select id from majors where abbreviation = 'BM'
    union select s.id from students s join majors m on m.id = s.major_id where m.abbreviation = 'BM'
    union select p.project_id from project_members p join students s on s.id = p.student_id
      join majors m on m.id = s.major_id where m.abbreviation = 'BM';
  set local session_replication_role = replica;
  for one in select relname as name, attname as field from pg_attribute a join pg_class c on c.oid = a.attrelid
    where relkind = 'r' and attname in ('major_id', 'student_id', 'project_id') loop
    execute format('delete from %I where %I in (select id from gone)', one.name, one.field);
  end loop;
  delete from projects where id in (select id from gone);
  delete from students where id in (select id from gone);
  delete from majors where id in (select id from gone);
end $$`

const now = async () => {
  const rows = (await cluster.query("select to_char(clock_timestamp(), 'YYYY-MM-DD HH24:MI:SS.USTZH') as at")) as {
    at: string
  }[]
  return rows[0]?.at ?? ''
}

describe.skipIf(without)(`a way back to the second${without ? `: ${without}` : ''}`, () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'bm23-recovery-'))
    for (const name of ['repository', 'log', 'lock']) mkdirSync(join(folder, name))
    config = join(folder, 'pgbackrest.conf')
    // as deploy/pgbackrest/archive.conf says
    const archive = readFileSync(join(root, 'deploy/pgbackrest/archive.conf'), 'utf8')
    const settings = [...archive.matchAll(/^(\w+) = (.*)$/gm)].map(([, name = '', value = '']) => [
      name,
      value.replace('pgbackrest ', `pgbackrest --config=${config} `),
    ])
    cluster = await startCluster(Object.fromEntries(settings))
    expect((await runCommand(['migrate'], { BM23_DATABASE_URL: cluster.url, BM23_DATA_DIR: folder })).err).toBe('')
    const text = readFileSync(join(root, 'deploy/pgbackrest/pgbackrest.conf'), 'utf8')
      .replace('CHANGE-ME', 'only for this test')
      .replace('/var/lib/pgbackrest', join(folder, 'repository'))
      .replace('/var/log/pgbackrest', join(folder, 'log'))
      .replace('/tmp/pgbackrest', join(folder, 'lock'))
      .replace('/var/lib/postgresql/15/main', cluster.data)
      .replace('5432', `${new URL(cluster.url).port}\npg1-socket-path=${join(cluster.data, '..')}`)
    writeFileSync(config, text)
    if (process.getuid?.() === 0) execFileSync('chown', ['-R', 'postgres', folder])
  })
  afterAll(() => {
    cluster?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('is set up by the commands of docs/recovery.md, and encrypts what it keeps', async () => {
    const preparations = await follow(commandsBelow('Set up, once'))
    expect(preparations.map((one) => one.split(' ')[0])).toEqual([
      'apt-get',
      'install',
      'sed',
      'chown',
      'chmod',
      'install',
      'systemctl',
      'install',
    ])
    await follow(commandsBelow('Look, every week'))
    const kept = readdirSync(join(folder, 'repository'), { recursive: true, withFileTypes: true })
    const files = kept.filter((one) => one.isFile()).map((one) => readFileSync(join(one.parentPath, one.name)))
    expect(files.length).toBeGreaterThan(5)
    // what OpenSSL has encrypted begins so
    expect(files.filter((one) => !one.toString('latin1', 0, 8).startsWith('Salted__'))).toEqual([])
  }, 120_000)

  it('leads back to the second before a department was deleted: every row of every table', async () => {
    // after the backup: what is written since comes back as well
    const app = await startApp({ BM23_DATABASE_URL: cluster.url })
    const faculty = await buildFaculty(app)
    for (const major of [0, 0, 1]) await approve(faculty, (await addProject(faculty, major)).project)
    await app.close()
    const before = await contents()
    expect(before['public.milestones']?.rows).toBeGreaterThan(5)
    // pgBackRest counts in whole seconds: the moment lies in a later one than the end of the backup
    const aSecond = () => new Promise((resolve) => setTimeout(resolve, 1_100))
    await aSecond()
    const moment = await now()
    await aSecond()
    await cluster.query(deleteDepartment)
    await cluster.query('select pg_switch_wal()')
    const between = await contents()
    for (const name of ['majors', 'students', 'projects', 'project_members', 'milestones', 'classrooms', 'events']) {
      expect(between[`public.${name}`]?.rows, name).toBeLessThan(before[`public.${name}`]?.rows ?? 0)
    }
    const rest = await follow(commandsBelow('Back to a moment'), moment)
    expect(rest).toEqual(['systemctl stop bm23.target', 'systemctl start bm23.target'])
    await expect
      .poll(async () => (await cluster.query('select pg_is_in_recovery() as is'))[0], { timeout: 20_000 })
      .toEqual({ is: false })
    expect(await contents()).toEqual(before)
    await cluster.query("update majors set name = 'Written after' where abbreviation = 'BM'")
    // and what follows is kept as well
    await follow(['runuser -u postgres -- pgbackrest --stanza=bm23 check'])
  }, 120_000)
})
