import type { Stage } from '../../deploy/stage.ts'
import { type Visitor, visitor } from '../../deploy/visitor.ts'
import { atLeast, type Context, type Figure, none } from '../line.ts'

interface Faculty {
  name: { lo: string; th: string; en: string }
  version: number
}

const path = '/api/v1/installation'

const sayings = (found: Record<string, number>) =>
  Object.entries(found).map(([name, count]) => `${name} ${count} times`)

/** Reads, adds one to the number in the name, and writes with the version that was read, until so many were accepted. */
async function addUp(guest: Visitor, cookie: string, writes: number, seen: Record<string, number>) {
  let conflicts = 0
  for (let done = 0; done < writes; ) {
    const { version, ...read }: Faculty = JSON.parse(String((await guest.send('GET', path)).body))
    const headers = { cookie, 'if-match': `"${version}"` }
    const name = { ...read.name, en: `n ${Number(read.name.en.slice(2)) + 1}` }
    const { status, body } = await guest.send('PUT', path, { headers, body: { ...read, name } })
    if (status === 200) done += 1
    else if (status === 412) {
      conflicts += 1
      const { current, yours } = JSON.parse(String(body))
      if (current?.version === undefined || yours?.name?.en !== name.en) seen['412 without both versions'] = 1
    } else seen[`status ${status}`] = (seen[`status ${status}`] ?? 0) + 1
  }
  return conflicts
}

async function oddVersions(stage: Stage, body: object): Promise<string[]> {
  const wrong: string[] = []
  const expected: [string | null, number][] = [
    [null, 428],
    ['"999999"', 412],
    ['W/"999999.abc"', 412],
    ['*', 400],
    ['"1", "2"', 400],
    ['abc', 400],
  ]
  for (const [given, status] of expected) {
    const headers = { cookie: stage.cookie, ...(given === null ? {} : { 'if-match': given }) }
    const answer = await stage.visitor.send('PUT', path, { headers, body })
    if (answer.status !== status) wrong.push(`If-Match ${given}: ${answer.status}`)
  }
  return wrong
}

/** Many people change one thing at the same time through both processes: each accepted change counts. */
export async function measureLostUpdates(context: Context): Promise<Figure[]> {
  const stage = await context.stage()
  const { cookie } = stage
  const first = { name: { lo: 'n', th: 'n', en: 'n 0' }, colour: '#123456', defaultLocale: 'lo', logo: null }
  const { version }: Faculty = JSON.parse(String((await stage.visitor.send('GET', path)).body))
  const made = await stage.visitor.send('PUT', path, { headers: { cookie, 'if-match': `"${version}"` }, body: first })
  if (made.status !== 200) throw new Error(`the first name: ${made.status}`)
  const clients = 20
  const writes = context.count({ canary: 3, ci: 20, release: 500 })
  const seen: Record<string, number> = {}
  const guests = Array.from({ length: clients }, () => visitor(stage.nginx))
  context.defer(() => guests.map((one) => one.close()))
  const conflicts = await Promise.all(guests.map((one) => addUp(one, cookie, writes, seen)))
  const last: Faculty = JSON.parse(String((await stage.visitor.send('GET', path)).body))
  const [events] = (await stage.cluster.query(
    "select count(*)::int as n from events where name = 'installation.changed'",
  )) as [{ n: number }]
  const accepted = clients * writes
  return [
    atLeast('writes accepted', accepted, accepted),
    none('lost', last.name.en === `n ${accepted}` ? [] : [`${accepted} accepted, the sum is ${last.name.en}`]),
    none('not recorded', events.n === accepted + 1 ? [] : [`${events.n} events`]),
    none('other answers', sayings(seen)),
    none('odd versions', await oddVersions(stage, first)),
    atLeast(
      'conflicts met',
      conflicts.reduce((sum, one) => sum + one, 0),
      1,
    ),
  ]
}
