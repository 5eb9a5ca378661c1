import type { Browser, Locator, Page } from 'playwright-core'
import { field, goTo, press, reads } from '../../../e2e/acts.ts'
import { lao } from '../../../e2e/lao.ts'
import { contextSettings, launchBrowser, type Person } from '../../../e2e/stage.ts'
import type { TestApp } from '../../../harness.ts'
import { type Context, type Figure, none } from '../../line.ts'
import { buildWorld, type World } from './world.ts'

/** Somebody signed in at a browser of his or her own. */
type Open = (login: string) => Promise<Person>

const opener =
  (app: TestApp, browser: Browser, url: string): Open =>
  async (login) => {
    const context = await browser.newContext({ ...contextSettings, baseURL: url, reducedMotion: 'reduce' })
    const [name = '', value = ''] = (await app.as(login)).cookie?.split('=') ?? []
    await context.addCookies([{ name, value, url }])
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    return { name: login, context, page }
  }

/** What two people do with one thing: both open it, each types a text, the first one saves, then the second. */
interface Meeting {
  readonly what: string
  readonly logins: readonly [string, string]
  /** Opens it for writing; returns where the fields are. */
  readonly open: (person: Person) => Promise<Page | Locator>
  /** The field with the text, by its label. */
  readonly label: string
  readonly save: string
  /** What is said when it was saved. */
  readonly saved: string
  /** What besides the text the two make different, as it is shown of each. */
  readonly beside?: { type: (where: Page | Locator, n: 0 | 1) => Promise<void>; shown: readonly [string, string] }
}

type Side = { person: Person; where: Page | Locator; text: string }

async function begin(open: Open, meeting: Meeting, n: 0 | 1): Promise<Side> {
  const person = await open(meeting.logins[n])
  return { person, where: await meeting.open(person), text: `${n === 0 ? 'ຂໍ້ຄວາມທຳອິດ' : 'ຂໍ້ຄວາມທີສອງ'} ${meeting.what}` }
}

/** Both versions stand beside each other, and what was typed stands in its field still. */
async function faultsOf(meeting: Meeting, [first, second]: readonly [Side, Side]): Promise<string[]> {
  const notice = second.where.getByRole('alert').filter({ hasText: lao('conflict.title') })
  await notice.waitFor()
  const cells = await notice.getByRole('cell').allTextContents()
  const wanted = [first.text, second.text, ...(meeting.beside?.shown ?? [])]
  const hidden = wanted.filter((text) => !cells.some((cell) => cell.includes(text)))
  const kept = await field(second.where, meeting.label).inputValue()
  return [...hidden.map((text) => `not shown: ${text}`), ...(kept === second.text ? [] : [`in the field: ${kept}`])]
}

async function meet(open: Open, meeting: Meeting, taken: boolean): Promise<string[]> {
  const sides = [await begin(open, meeting, 0), await begin(open, meeting, 1)] as const
  const [first, second] = sides
  for (const [n, { where, text }] of sides.entries()) {
    await field(where, meeting.label).fill(text)
    await meeting.beside?.type(where, n as 0 | 1)
  }
  await press(first.where, meeting.save)
  await reads(first.person.page, meeting.saved)
  await first.person.page.waitForLoadState('networkidle')
  await press(second.where, meeting.save)
  const faults = await faultsOf(meeting, sides)
  await press(second.where, lao(taken ? 'conflict.reload' : 'conflict.overwrite'))
  if (!taken) await reads(second.person.page, meeting.saved)
  await second.where.getByText(lao('conflict.title')).waitFor({ state: 'hidden' })
  await second.person.page.waitForLoadState('networkidle')
  // as whoever opens it now reads it
  const stands = await field(await meeting.open(first.person), meeting.label).inputValue()
  if (stands !== (taken ? first : second).text) faults.push(`saved: ${stands}`)
  await Promise.all([first.person, second.person].map(({ context }) => context.close()))
  return faults.map((text) => `${meeting.what}: ${text}`)
}

async function opened({ page }: Person, path: string, name: string): Promise<Locator> {
  await goTo({ page } as Person, path)
  await page.getByRole('button', { name, exact: true }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  return dialog
}

/** What is waited for and never seen is a fault of what was shown. */
const told = async (what: string, faults: Promise<string[]>): Promise<string[]> =>
  await faults.catch((error: Error) => [`${what}: ${error.message.split('\n').slice(0, 3).join(' ')}`])

/** A reason that was typed for a decision about something that changed meanwhile: it stays, and can be sent. */
async function decide(open: Open, projectId: string, change: () => Promise<unknown>) {
  const person = await open('registrar')
  const dialog = await opened(person, `/projects/${projectId}`, lao('projects.reject'))
  const reason = 'ຫົວຂໍ້ກວ້າງເກີນໄປ, ກະລຸນາແກ້ໄຂ'
  await field(dialog, lao('reason.label')).fill(reason)
  await change()
  await press(dialog, lao('projects.reject'))
  await reads(dialog, lao('problem.version.stale'))
  await person.page.waitForLoadState('networkidle')
  const kept = await field(dialog, lao('reason.label')).inputValue()
  const faults = kept === reason ? [] : [`a reason: in the field: ${kept}`]
  await press(dialog, lao('projects.reject'))
  await reads(person.page, lao('projects.rejected'))
  await person.context.close()
  return faults
}

/** What they write about: a text and something beside it, a sheet of scores, a long text. */
function meetingsOf({ moved, edited, firstItem }: World): Meeting[] {
  return [
    {
      ...{ what: 'template', logins: ['registrar', 'second.dean'], save: lao('action.save') },
      saved: lao('milestones.templateSaved'),
      open: (person) => opened(person, '/milestone-templates', 'n 0'),
      label: lao('milestones.templateDescription'),
      beside: {
        type: (where, n) =>
          field(where, lao('milestones.taskName', { position: 1 })).fill(n === 0 ? 'ບົດທີໜຶ່ງ' : 'ບົດທີສອງ'),
        shown: ['ບົດທີໜຶ່ງ', 'ບົດທີສອງ'],
      },
    },
    {
      ...{ what: 'sheet', logins: ['mk.one', 'mk.one'], save: lao('scoring.saveSheet') },
      saved: lao('scoring.sheetSaved'),
      open: async (person) => {
        await goTo(person, `/projects/${moved}?tab=scores`)
        return person.page
      },
      label: lao('scoring.comment'),
      beside: {
        type: (where, n) =>
          where
            .getByLabel(firstItem, { exact: true })
            .first()
            .fill(n === 0 ? '1.25' : '2.75'),
        shown: ['1.25', '2.75'],
      },
    },
    {
      ...{ what: 'project', logins: ['registrar', 'second.dean'], save: lao('action.save') },
      saved: lao('projects.saved'),
      open: async (person) => {
        await goTo(person, `/projects/${edited}/edit`)
        return person.page
      },
      label: lao('projects.abstract'),
    },
  ]
}

/** Two people in two browsers write about the same thing: the second one sees both, and no text is lost. */
export async function measureTwoBrowsers(context: Context): Promise<Figure[]> {
  const app = await context.app()
  const world = await buildWorld(app)
  const { toReject } = world
  await app.account('second.dean', 'admin')
  const url = await app.server.listen({ port: 0, host: '127.0.0.1' })
  const browser = await launchBrowser()
  context.defer(() => browser.close())
  const meetings = meetingsOf(world)
  const all = meetings.flatMap((meeting) => [[meeting, false] as const, [meeting, true] as const])
  // a template whose version that stands is taken, and a sheet that is written over
  const some = all.filter((_, n) => context.profile === 'release' || n === 1 || n === 2)
  const open = opener(app, browser, url)
  const faults: string[] = []
  for (const [meeting, taken] of some) faults.push(...(await told(meeting.what, meet(open, meeting, taken))))
  const change = () => app.database.execute('update projects set version = version + 1 where id = $1', [toReject])
  faults.push(...(await told('a reason', decide(open, toReject, change))))
  return [none(`texts lost or not shown to the second of two people, in ${some.length + 1} meetings`, faults)]
}
