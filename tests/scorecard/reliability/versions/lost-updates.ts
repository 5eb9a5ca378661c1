import type { Endpoint } from '../../../../contract/endpoint.ts'
import { features } from '../../../../server/features.ts'
import type { Stage } from '../../../deploy/stage.ts'
import { type Visitor, visitor } from '../../../deploy/visitor.ts'
import { startApp, urlOf } from '../../../harness.ts'
import { atLeast, type Context, type Figure, none } from '../../line.ts'
import { type Read, type Thing, thingsOf } from './things.ts'
import { measureTwoBrowsers } from './two-browsers.ts'
import { buildWorld } from './world.ts'

const versioned = features
  .flatMap((one) => one.routes.map((route) => route.endpoint as Endpoint))
  .filter((one) => one.ifMatch)

/** A thing of which what was read is one thing and what is written another, through nginx and both processes. */
interface Target extends Thing {
  readonly operationId: string
  readonly read: (guest: Visitor) => Promise<Read>
  readonly write: (guest: Visitor, ifMatch: string | null, body: object | undefined) => ReturnType<Visitor['send']>
}

function targetOf(endpoint: Endpoint, thing: Thing, admin: string): Target {
  const cookie = thing.cookie ?? admin
  return {
    ...{ ...thing, operationId: endpoint.operationId },
    read: async (guest) => {
      const answer = JSON.parse(
        String((await guest.send('GET', `/api/v1${thing.from}`, { headers: { cookie } })).body),
      ) as never
      const read = thing.pick ? thing.pick(answer) : (answer as Read)
      if (typeof read?.version !== 'number') throw new Error(`${endpoint.operationId}: nothing at ${thing.from}`)
      return read
    },
    write: (guest, ifMatch, body) => {
      const headers = { cookie, ...(ifMatch === null ? {} : { 'if-match': ifMatch }) }
      return guest.send(endpoint.method, urlOf(endpoint, thing.params), { headers, ...(body ? { body } : {}) })
    },
  }
}

/** As a record says its version, and as an answer that a proxy has compressed says it. */
const formsOf = (version: number) => [`"${version}"`, `W/"${version}.abc_-1"`]

/** What is told of a version that is not there any more: 412, the mark that stands, and both versions. */
function faultOfRefusal({ status, headers, body }: Awaited<ReturnType<Visitor['send']>>, wish: object | undefined) {
  if (status !== 412) return `answered ${status}: ${String(body).slice(0, 150)}`
  const { current, yours } = JSON.parse(String(body))
  if (typeof current?.version !== 'number') return '412 without the version that stands'
  if (headers.etag !== `"${current.version}"`) return `412 with the mark ${headers.etag}`
  return wish && Object.keys(wish).length > 0 && yours === undefined ? '412 without what was to be written' : null
}

async function oddVersions(target: Target, guest: Visitor): Promise<string[]> {
  const read = await target.read(guest)
  const body = target.next(read as never)
  const wrong: string[] = []
  for (const [given, status] of [
    [null, 428],
    ['*', 400],
    ['"1", "2"', 400],
    ['abc', 400],
    ['', 400],
  ] as const) {
    const answer = await target.write(guest, given, body)
    if (answer.status !== status) wrong.push(`If-Match ${given}: ${answer.status}`)
  }
  for (const given of [read.version + 1, 999_999].flatMap(formsOf)) {
    const answer = await target.write(guest, given, body)
    const fault = faultOfRefusal(answer, body)
    if (fault) wrong.push(`If-Match ${given}: ${fault}`)
    else if (answer.headers.etag !== `"${read.version}"`) wrong.push(`If-Match ${given}: ${answer.headers.etag} stands`)
  }
  if ((await target.read(guest)).version !== read.version) wrong.push('changed by what was refused')
  return wrong
}

/** Reads, makes the next one of it, and writes it with the version that was read, until so many were accepted. */
async function addUp(target: Target, guest: Visitor, writes: number, seen: Set<string>, bases: number[]) {
  let conflicts = 0
  for (let done = 0; done < writes; ) {
    const read = await target.read(guest)
    const body = target.next(read as never)
    const answer = await target.write(guest, formsOf(read.version)[done % 2] ?? '', body)
    if (answer.status < 300) {
      done += 1
      bases.push(read.version)
      continue
    }
    const fault = faultOfRefusal(answer, body)
    if (fault) seen.add(fault)
    // what is refused for another reason stays refused
    if (answer.status !== 412) break
    conflicts += 1
  }
  return conflicts
}

interface Sum {
  accepted: number
  conflicts: number
  readonly wrong: string[]
}

const eventsOf = async (stage: Stage) =>
  ((await stage.cluster.query('select count(*)::int as n from events')) as [{ n: number }])[0].n

/** Many people change one thing at the same time: each accepted change counts, and is on the record. */
async function tryAgain(stage: Stage, target: Target, guests: readonly Visitor[], writes: number, sum: Sum) {
  const [guest] = guests as [Visitor]
  const before = target.count?.((await target.read(guest)) as never) ?? 0
  const start = await eventsOf(stage)
  const bases: number[] = []
  const seen = new Set<string>()
  await addUp(target, guest, 1, seen, bases)
  const each = (await eventsOf(stage)) - start
  const conflicts = await Promise.all(guests.map((one) => addUp(target, one, writes, seen, bases)))
  const last = await target.read(guest)
  const accepted = bases.length
  const counted = target.count === null ? accepted : target.count(last as never) - before
  if (counted !== accepted) sum.wrong.push(`${target.operationId}: ${accepted} accepted, ${counted} there`)
  // two changes that were made from the same version: the second one wrote over the first
  const twice = bases.length - new Set(bases).size
  if (twice > 0) sum.wrong.push(`${target.operationId}: ${twice} accepted of a version that was changed already`)
  const events = (await eventsOf(stage)) - start
  if (each < 1 || events !== each * accepted) {
    sum.wrong.push(`${target.operationId}: ${events} events of ${accepted} changes, ${each} each`)
  }
  sum.wrong.push(...[...seen].map((text) => `${target.operationId}: ${text}`))
  sum.accepted += accepted
  sum.conflicts += conflicts.reduce((all, one) => all + one, 0)
}

/** Many people decide the same at the same time: one of them does it, and the others are told. */
async function tryOnce(target: Target, guests: readonly Visitor[], sum: Sum) {
  const [guest] = guests as [Visitor]
  const read = await target.read(guest)
  const body = target.next(read as never)
  const answers = await Promise.all(guests.map((one, n) => target.write(one, formsOf(read.version)[n % 2] ?? '', body)))
  const done = answers.filter((one) => one.status < 300)
  if (done.length !== 1) sum.wrong.push(`${target.operationId}: done ${done.length} times`)
  for (const fault of new Set(answers.filter((one) => one.status >= 300).map((one) => faultOfRefusal(one, body)))) {
    if (fault) sum.wrong.push(`${target.operationId}: ${fault}`)
  }
  sum.accepted += done.length
  sum.conflicts += answers.length - done.length
}

/** Each endpoint that asks for a version, tried by many at the same time through nginx and both processes. */
async function tryAll(context: Context, stage: Stage) {
  const app = await startApp(stage.settings)
  const world = await buildWorld(app).finally(() => app.close())
  const clients = context.count({ canary: 3, ci: 3, release: 6 })
  const writes = context.count({ canary: 2, ci: 3, release: 100 })
  const guests = Array.from({ length: clients }, () => visitor(stage.nginx, { sockets: 4 }))
  context.defer(() => guests.map((one) => one.close()))
  const [guest] = guests as [Visitor]
  const sum: Sum = { accepted: 0, conflicts: 0, wrong: [] }
  const odd: string[] = []
  const things = thingsOf(world)
  for (const [operationId, thing] of Object.entries(things)) {
    const endpoint = versioned.find((one) => one.operationId === operationId)
    if (!endpoint) throw new Error(`${operationId} asks for no version`)
    const target = targetOf(endpoint, thing, world.admin.cookie ?? '')
    odd.push(...(await oddVersions(target, guest)).map((text) => `${operationId}: ${text}`))
    if (thing.once) await tryOnce(target, guests, sum)
    else await tryAgain(stage, target, guests, writes, sum)
  }
  const untried = versioned.filter((one) => !(one.operationId in things)).map((one) => one.operationId)
  return { sum, odd, untried }
}

/** Whoever writes has read what is written over: of every thing that has a version. */
export async function measureLostUpdates(context: Context): Promise<Figure[]> {
  const stage = await context.stage()
  const { sum, odd, untried } = await tryAll(context, stage)
  return [
    atLeast('endpoints that ask for a version', versioned.length, 29),
    none('not tried', untried),
    atLeast('writes accepted', sum.accepted, context.count({ canary: 100, ci: 150, release: 10_000 })),
    none('lost, or not recorded', sum.wrong),
    none('odd versions', odd),
    atLeast('conflicts met', sum.conflicts, 30),
    ...(await measureTwoBrowsers(context)),
  ]
}
