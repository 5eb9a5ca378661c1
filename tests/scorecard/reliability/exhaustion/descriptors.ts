import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { Stage } from '../../../deploy/stage.ts'
import { type Answer, type Visitor, visitor } from '../../../deploy/visitor.ts'
import { atLeast, type Figure, none } from '../../line.ts'
import { type Author, chapter } from '../campus.ts'
import { faultOf } from '../database-killed.ts'

const openFiles = (pid: number) => readdirSync(`/proc/${pid}/fd`).length
const limitsOf = (pid: number) =>
  execFileSync('prlimit', ['--pid', String(pid), '--nofile', '--raw', '--noheadings', '-o', 'SOFT,HARD'], {
    encoding: 'utf8',
  })
    .trim()
    .split(/\s+/)
    .join(':')
const limit = (pid: number, files: string) => execFileSync('prlimit', ['--pid', String(pid), `--nofile=${files}`])

/** Reads a list, reads a file, hands one in, and asks for a revision of it. */
async function askAll(guest: Visitor, stage: Stage, { cookie, milestones, projectId }: Author, file: string) {
  const staff = { cookie: stage.cookie }
  const { body, headers } = chapter(3_000)
  const send = (...args: Parameters<Visitor['send']>) => guest.send(...args).catch((error: Error) => error)
  const [list, read, made] = await Promise.all([
    send('GET', `/api/v1/projects/${projectId}/milestones`, { headers: staff }),
    send('GET', `/api/v1/submissions/${file}/file`, { headers: staff }),
    send('POST', `/api/v1/milestones/${milestones[0]}/submissions`, { headers: { cookie, ...headers }, body }),
  ])
  const id = made instanceof Error || made.status !== 201 ? null : (JSON.parse(String(made.body)).id as string)
  const review = { headers: staff, body: { decision: 'revision', feedback: 'again' } }
  const asked = id ? [await send('POST', `/api/v1/submissions/${id}/review`, review)] : []
  return { id, answers: [list, read, made, ...asked] }
}

const isWell = (one: Answer | Error) => !(one instanceof Error) && one.status < 300

/** Connections that ask nothing take what a process may open, up to the last and more, while people go on. */
export async function withoutDescriptors(stage: Stage, author: Author): Promise<Figure[]> {
  const guest = visitor(stage.nginx)
  const pids = stage.apps.map((one) => one.pid())
  const before = limitsOf(pids[0] as number)
  const first = await askAll(guest, stage, author, '')
  const file = first.id ?? ''
  for (const pid of pids) limit(pid, `${openFiles(pid) + 20}:`)
  const idle: Socket[] = []
  const answers: (Answer | Error)[] = []
  for (let round = 0; round < 40; round += 1) {
    for (const { port } of stage.apps) idle.push(connect(port, '127.0.0.1').on('error', () => undefined))
    await pause(20)
    answers.push(...(await askAll(guest, stage, author, file)).answers)
  }
  for (const one of idle) one.destroy()
  for (const pid of pids) limit(pid, before)
  await pause(300)
  const after = (await askAll(guest, stage, author, file)).answers
  guest.close()
  return [
    none(
      'answers without descriptors that are not as agreed',
      answers.flatMap((one) => faultOf(one, 0) ?? []),
    ),
    atLeast('of them refusals', answers.filter((one) => !isWell(one)).length, 1),
    none('not well again', after.filter((one) => !isWell(one)).map(String)),
  ]
}
