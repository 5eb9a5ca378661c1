import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { launchBrowser } from '../../e2e/stage.ts'
import { addStudent, buildFaculty, type Faculty } from '../../faculty.ts'
import type { TestApp } from '../../harness.ts'
import { atLeast, atMost, type Context, type Figure, none } from '../line.ts'
import { countLive } from './scripts/alive.ts'
import { type Local, startListener, startProxy } from './scripts/between.ts'
import { type Eyes, openEyes, type Spoiling } from './scripts/eyes.ts'
import { freeTexts } from './scripts/fields.ts'
import { Ledger } from './scripts/ledger.ts'
import { tellStories } from './scripts/life.ts'
import { furnish, reasons, rename } from './scripts/office.ts'
import { rawSinks } from './scripts/sinks.ts'
import { addressesOf, type Places, walk } from './scripts/walk.ts'

/** Everything that the passes share. */
interface Scene {
  readonly app: TestApp
  readonly faculty: Faculty
  readonly ledger: Ledger
  readonly browser: Browser
  readonly asked: string[]
  readonly places: Places
  /** Somebody of each role, as a Cookie header; null is nobody. */
  readonly people: readonly (string | null)[]
  readonly count: number
  /** Everybody in every pass, and every button; else what is amiss is tried on the admin, and some of the buttons. */
  readonly inFull: boolean
  readonly texts: Awaited<ReturnType<typeof freeTexts>>
  /** The program with its policy, and without. */
  readonly whole: Local
  readonly stripped: Local
}

async function prepare(context: Context, count: number): Promise<Scene> {
  const app = await context.app()
  await app.server.listen({ port: 0, host: '127.0.0.1' })
  const host = `127.0.0.1:${(app.server.server.address() as AddressInfo).port}`
  const asked: string[] = []
  const listener = await startListener(asked)
  const [whole, stripped] = [await startProxy(host, false), await startProxy(host, true)]
  const browser = await launchBrowser()
  for (const one of [listener, whole, stripped, browser]) context.defer(() => one.close())
  const ledger = new Ledger(context.seed, listener.host)
  const faculty = await buildFaculty(app)
  const office = await furnish(app, faculty, ledger, count)
  const stories = await tellStories(app, faculty, ledger, { ...office, count })
  await reasons(app, faculty, ledger, count)
  const texts = await freeTexts(app, { faculty, ledger, studentId: (await addStudent(faculty)).id })
  const { admin } = faculty
  const others = [await app.as('bm.office'), await app.as('bm.one'), stories.student].map((one) => one.cookie)
  return {
    ...{ app, faculty, ledger, browser, asked, count, texts, whole, stripped },
    inFull: context.profile === 'release',
    people: [admin.cookie, ...(context.profile === 'canary' ? [] : [...others, null])],
    places: {
      ...{ projectIds: stories.projectIds, studentIds: [stories.studentId], importIds: office.importIds },
      ...{ tokens: [office.invitation.split('/').at(-1) ?? ''], years: office.years },
      listPages: Math.ceil((2 * count + 60) / 100),
    },
  }
}

interface Pass {
  readonly stripped?: boolean
  readonly spoiling?: Spoiling
  readonly press?: boolean
  /** How many of the projects somebody opens. */
  readonly projects: number
}

/** Where something is only shown after a button was pressed, and a list with everything that a list has. */
const someButtons = /^\/(milestone-templates|students|settings)|tab=scores/

/** Everybody goes everywhere at the same time; the admin presses the buttons, and sees every name of the installation. */
async function pass(scene: Scene, { stripped, spoiling, press, projects }: Pass): Promise<Eyes> {
  const { browser, ledger, places, faculty, inFull } = scene
  const people = inFull || !(stripped || spoiling) ? scene.people : scene.people.slice(0, 1)
  const eyes = openEyes()
  const origin = `http://${(stripped ? scene.stripped : scene.whole).host}`
  // the last story is that of the student who comes along; the admin sees the others too
  const own = { ...places, projectIds: places.projectIds.slice(-2), importIds: places.importIds.slice(0, 1) }
  const all = { ...places, projectIds: places.projectIds.slice(-projects) }
  scene.asked.length = 0
  await Promise.all(
    people.map(async (cookie, index) => {
      const mine = addressesOf(index === 0 ? all : own)
      const open = cookie === null ? mine.filter((one) => /^\/(sign-in|register|invitation)/.test(one)) : mine
      const addresses = inFull || !spoiling ? open : open.filter((_, at) => at % 2 === 0)
      const anew = spoiling?.typesUndone === true
      await walk(browser, origin, ledger, eyes, {
        ...{ cookie, addresses, anew },
        ...(press && index === 0 ? { press: inFull ? /./ : someButtons } : {}),
        ...(spoiling ? { spoiling } : {}),
      })
    }),
  )
  for (let more = 1; more < (spoiling ? 1 : scene.count); more += 1) {
    await rename(faculty, ledger)
    await walk(browser, origin, ledger, eyes, { cookie: faculty.admin.cookie, addresses: ['/settings'], anew: true })
  }
  return eyes
}

/** What no pass may see. */
function quiet(name: string, eyes: Eyes, asked: readonly string[]): Figure[] {
  return [
    none(`${name}: programs that ran`, [...eyes.ran]),
    none(`${name}: requests to elsewhere`, [...asked]),
    none(`${name}: markup and links of a payload`, [...eyes.markup]),
    none(`${name}: errors of pages`, [...eyes.errors]),
  ]
}

/** How often payloads were shown letter by letter, and of which fields none was. */
function shown({ ledger, count, texts, people }: Scene, { shown: marks, pages, presses }: Eyes): Figure[] {
  const fields = new Map<string, number>()
  for (const [mark, { field }] of ledger.values) fields.set(field, (fields.get(field) ?? 0) + (marks.has(mark) ? 1 : 0))
  const unseen = [...fields].filter(([, times]) => times === 0).map(([field]) => field)
  const missing = [...ledger.values].filter(([mark, { field }]) => !marks.has(mark) && !unseen.includes(field))
  return [
    none('texts of the API that would take markup and were given none', texts.forgotten),
    atLeast('texts of the API that refuse markup', texts.refusing.length, 30),
    atLeast('file names made harmless on the way in', ledger.harmless - 3 * texts.refusing.length, count),
    atLeast('fields whose payloads were shown', fields.size - unseen.length, 62),
    atMost(`fields that no page shows (${unseen.join(', ')})`, unseen.length, 0),
    atLeast('payloads shown letter by letter', marks.size, count * (fields.size - unseen.length)),
    none(
      'payloads kept and not shown',
      missing.map(([, { field, text }]) => `${field}: ${text}`),
    ),
    atLeast('addresses opened', pages, 28 * people.filter((one) => one !== null).length),
    atLeast('kinds of buttons pressed', presses, 20),
  ]
}

/**
 * Payloads in every free text, file name and imported cell; every route in a browser as every role. First as it is, then
 * without the policy of the page, then with output that is not encoded, then with Trusted Types undone as well.
 */
export async function measureStoredScripts(context: Context): Promise<Figure[]> {
  const scene = await prepare(context, context.count({ canary: 2, ci: 2, release: 420 }))
  const { asked, browser, ledger } = scene
  const few = context.count({ canary: 2, ci: 2, release: 40 })
  const normal = await pass(scene, { press: true, projects: scene.places.projectIds.length })
  const figures = [
    ...shown(scene, normal),
    ...quiet('as it is', normal, asked),
    none('as it is: reports of the policy', [...normal.reports]),
  ]
  const bare = await pass(scene, { stripped: true, projects: scene.places.projectIds.length })
  figures.push(...quiet('without the policy', bare, asked))
  const broken = await pass(scene, { spoiling: { encodingBroken: true }, projects: few })
  figures.push(
    atLeast('not encoded: texts that Trusted Types refused', broken.refusals, 10 * few),
    ...quiet('not encoded', broken, asked),
  )
  const undone = await pass(scene, { spoiling: { encodingBroken: true, typesUndone: true }, projects: few })
  figures.push(
    atLeast('Trusted Types undone: markup that got into pages', undone.markup.size, 10),
    atLeast('Trusted Types undone: things that the policy reported', undone.reports.size, 5),
    none('Trusted Types undone: programs that ran', [...undone.ran]),
  )
  const { own, foreign, chunks } = await rawSinks()
  figures.push(
    atLeast('chunks of the bundle searched for raw sinks', chunks, 20),
    none('raw sinks of our own', own),
    none('raw sinks of libraries that nobody judged', foreign),
  )
  const { live, tried } = await countLive(browser, ledger, asked, context.count({ canary: 60, ci: 60, release: 600 }))
  return [...figures, atLeast('payloads that run where nothing holds them', live, Math.floor(tried * 0.9))]
}
