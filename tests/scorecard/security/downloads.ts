import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { listMilestones } from '../../../contract/milestones.ts'
import { reviewSubmission, submitMilestone } from '../../../contract/submissions.ts'
import { launchBrowser } from '../../e2e/stage.ts'
import { addProject, addStudent, approve, buildFaculty, good } from '../../faculty.ts'
import type { Client, TestApp } from '../../harness.ts'
import { atLeast, type Context, type Figure, none } from '../line.ts'
import { faultsFor, leaksTo, ranges, type Stored } from './downloads/asking.ts'
import { type Sample, samples } from './downloads/files.ts'
import { listen } from './scripts/between.ts'

interface Scene {
  readonly app: TestApp
  readonly host: string
  readonly files: readonly Stored[]
  readonly made: readonly Sample[]
  readonly supervisor: Client
  readonly strangers: Readonly<Record<string, Client>>
}

/** Every kind of file, handed in by a student under names that lead astray. */
async function prepare(context: Context): Promise<Scene> {
  const app = await context.app()
  await app.server.listen({ port: 0, host: '127.0.0.1' })
  const faculty = await buildFaculty(app)
  const { project, student } = await addProject(faculty)
  await approve(faculty, project)
  const member = await app.as(student.code)
  const { items } = good(await member.call(listMilestones, { params: { projectId: project.id } }))
  const made = samples()
  const files: Stored[] = []
  for (const [index, { name, content }] of made.entries()) {
    const params = { milestoneId: items[index % items.length]?.id ?? '' }
    const { id, file } = good(await member.call(submitMilestone, { params, body: {}, file: { name, content } }))
    const again = { decision: 'revision', feedback: 'Once more' } as const
    good(await faculty.admin.call(reviewSubmission, { params: { submissionId: id }, body: again }))
    files.push({ id, ...file })
  }
  return {
    ...{ app, files, made, supervisor: await app.as('bm.one') },
    host: `127.0.0.1:${(app.server.server.address() as AddressInfo).port}`,
    strangers: {
      'other student': await app.as((await addStudent(faculty)).code),
      'other advisor': await app.as('mk.one'),
      'other office': await app.as('mk.office'),
      ...{ nobody: app },
    },
  }
}

const addressOf = (id: string) => `/api/v1/submissions/${id}/file`

/** A page of somebody else that makes each address a part of itself in every way a page can. */
function embedding(addresses: readonly string[]): string {
  const parts = addresses.flatMap((one) => [
    `<img src="${one}" onload="loaded('img')">`,
    `<iframe src="${one}"></iframe>`,
    `<script src="${one}" onload="loaded('script')"></script>`,
    `<link rel=stylesheet href="${one}" onload="loaded('style')">`,
    `<object data="${one}"></object><embed src="${one}">`,
    `<video src="${one}" onloadeddata="loaded('video')"></video>`,
    `<script>fetch("${one}",{mode:"no-cors",credentials:"include"}).then(()=>loaded("fetch"),()=>0)</script>`,
  ])
  return `<!doctype html><meta charset=utf-8>${parts.join('')}`
}

/** Serves that page, and at `/raw/N` a file as its sender would like it taken. */
function foreignServer(host: string, made: readonly Sample[], files: readonly Stored[]) {
  return listen(
    createServer((req, res) => {
      const raw = /^\/raw\/(\d+)$/.exec(req.url ?? '')?.[1]
      const sample = raw === undefined ? undefined : made[Number(raw)]
      res.writeHead(200, { 'content-type': 'text/html' })
      res.end(sample ? sample.content : embedding(files.map(({ id }) => `http://${host}${addressOf(id)}`)))
    }),
  )
}

async function watched(context: BrowserContext, ran: string[], loaded: string[]): Promise<Page> {
  await context.exposeBinding('k', (_, mark) => void ran.push(String(mark)))
  await context.exposeBinding('loaded', (_, how) => void loaded.push(String(how)))
  const page = await context.newPage()
  page.on('dialog', (dialog) => {
    ran.push(dialog.message())
    void dialog.dismiss().catch(() => undefined)
  })
  return page
}

/** A link and a new tab: what was asked for arrives as a file, and no page opens. */
async function follow(page: Page, origin: string, files: readonly Stored[]): Promise<string[]> {
  const faults: string[] = []
  for (const { id, name } of files) {
    for (const target of ['_self', '_blank']) {
      const within = { timeout: 10_000 }
      const tab = page.context().waitForEvent('page', within)
      const arrived = Promise.any([
        page.waitForEvent('download', within),
        tab.then((opened) => opened.waitForEvent('download', within)),
      ]).catch(() => null)
      await page.evaluate(
        ([address, where]) => {
          const link = Object.assign(document.createElement('a'), { href: address, target: where })
          document.body.append(link)
          link.click()
        },
        [`${origin}${addressOf(id)}`, target],
      )
      const file = await arrived
      if (!file) faults.push(`${name} in ${target} did not arrive as a file`)
      await file?.cancel()
    }
  }
  return faults
}

/** In a browser with a session of staff: own pages link to the files, others link to them and embed them. */
async function browse(context: Context, browser: Browser, scene: Scene): Promise<Figure[]> {
  const { host, files, made, supervisor, app } = scene
  const foreign = await foreignServer(host, made, files)
  context.defer(foreign.close)
  const [name = '', value = ''] = (supervisor.cookie ?? '').split('=')
  const own = await browser.newContext({ acceptDownloads: true })
  await own.addCookies([{ name, value, url: `http://${host}` }])
  const [ran, loaded]: string[][] = [[], []]
  const page = await watched(own, ran as string[], loaded as string[])
  for (const [index, { as }] of made.entries()) if (as) await page.goto(`http://${foreign.host}/raw/${index}`)
  await page.waitForTimeout(300)
  const alive = new Set(ran).size
  ;(ran as string[]).length = 0
  const answers: { status: number; cookie: boolean; site: string; dest: string }[] = []
  app.server.server.on('request', (req, res) => {
    const { cookie, 'sec-fetch-site': site, 'sec-fetch-dest': dest } = req.headers
    res.on('finish', () =>
      answers.push({ status: res.statusCode, cookie: cookie !== undefined, site: String(site), dest: String(dest) }),
    )
  })
  await page.goto(`http://${host}/sign-in`)
  const lost = await follow(page, `http://${host}`, files)
  const port = foreign.host.split(':')[1]
  // another site, and another origin of the same site, to which the browser does send the cookie
  const parts = async (origin: string) => {
    const before = answers.length
    await page.goto(`http://${origin}:${port}/`)
    await page.waitForLoadState('networkidle')
    return answers.slice(before)
  }
  const across = await parts('localhost')
  const beside = await parts('127.0.0.1')
  const opened = await follow(page, `http://${host}`, files)
  const given = [...across, ...beside].filter((one) => one.status !== 403 && one.status !== 401)
  return [
    atLeast('files whose program runs where it is served as a page', alive, 8),
    none('links and new tabs that did not give a file', [...lost, ...opened]),
    atLeast('requests that pages of others made', across.length + beside.length, 2 * 6 * files.length),
    atLeast('of them with the cookie, from beside', beside.filter((one) => one.cookie).length, files.length),
    none(
      'cookies sent for pages of another site',
      across.filter((one) => one.cookie).map((one) => one.dest),
    ),
    none(
      'parts of files given to pages of others',
      given.map((one) => `${one.dest} ${one.site} ${one.status}`),
    ),
    none('files that loaded in pages of others', loaded as string[]),
    none('programs that ran', ran as string[]),
  ]
}

/** Files are fetched by those who may, as files and as nothing else. */
export async function measureDownloads(context: Context): Promise<Figure[]> {
  const scene = await prepare(context)
  const { files, supervisor, strangers } = scene
  const browser = await launchBrowser()
  context.defer(() => browser.close())
  const faults: string[] = []
  const leaks: string[] = []
  for (const file of files) {
    faults.push(...(await faultsFor(supervisor, file)))
    for (const [who, client] of Object.entries(strangers)) leaks.push(...(await leaksTo(who, client, file)))
  }
  return [
    atLeast('kinds of files', new Set(files.map((one) => one.mediaType)).size, 7),
    none('headers and contents that are not exact', faults),
    atLeast('requests of strangers', files.length * ranges.length * Object.keys(strangers).length, 200),
    none('what strangers learned', leaks),
    none(
      'ids that could be guessed',
      files.map(({ id }) => id).filter((id) => !/^[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab]/.test(id)),
    ),
    ...(await browse(context, browser, scene)),
  ]
}
