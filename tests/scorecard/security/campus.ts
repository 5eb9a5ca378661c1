import type { Stage } from '../../deploy/stage.ts'
import { visitor } from '../../deploy/visitor.ts'
import { password } from '../../harness.ts'
import { atLeast, type Context, type Figure, none } from '../line.ts'
import { type Author, authorsOf, chapter } from '../reliability/campus.ts'

const address = '127.0.2.7'

/** Does it for each, a few at a time. */
async function each<T>(all: readonly T[], some: number, work: (one: T) => Promise<void>): Promise<void> {
  const left = [...all]
  const worker = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one)
  }
  await Promise.all(Array.from({ length: some }, worker))
}

/** One browser of the campus: what it asks when it opens the site, signs in, and hands in. */
function browserOf(stage: Stage, odd: string[]) {
  const guest = visitor(stage.nginx, { from: address })
  const devices = new Map<string, string>()
  const note = (what: string, status: number) => {
    if (status >= 400) odd.push(`${what}: ${status}`)
  }
  return {
    signIn: async ({ login }: Author) => {
      const known: Record<string, string> = devices.has(login) ? { cookie: devices.get(login) ?? '' } : {}
      await guest.send('GET', '/api/v1/installation', { headers: known })
      const body = { login, password }
      const { status, headers } = await guest.send('POST', '/api/v1/session', { headers: known, body })
      note(`sign-in, ${known.cookie ? 'known' : 'new'} browser`, status)
      const cookies = (headers['set-cookie'] ?? []).map((one) => one.split(';')[0] ?? '')
      const device = cookies.find((one) => one.includes('-device='))
      if (device) devices.set(login, device)
      return [...cookies, known.cookie ?? ''].filter(Boolean).join('; ')
    },
    handIn: async ({ milestones }: Author, cookie: string) => {
      const { body, headers } = chapter(20_000)
      const path = `/api/v1/milestones/${milestones[0]}/submissions`
      note('upload', (await guest.send('POST', path, { headers: { cookie, ...headers }, body })).status)
    },
    /** Wrong passwords, each for another name, until the address is stopped; how many were looked at. */
    guess: async (most: number) => {
      for (let tries = 0; tries < most; tries += 1) {
        const body = { login: `nobody${tries}`, password: `a guess of nobody ${tries}` }
        const { status } = await guest.send('POST', '/api/v1/session', { body })
        if (status === 429) return tries
        if (status !== 401) odd.push(`guess: ${status}`)
      }
      return most
    },
    close: () => guest.close(),
  }
}

/**
 * A campus behind one address on the day of a deadline: everybody signs in while somebody there begins to guess; when the
 * guesser is stopped, they sign in anew on the browsers they used before, and hand in.
 */
export async function measureCampus(context: Context): Promise<Figure[]> {
  const people = context.count({ canary: 40, ci: 60, release: 1_000 })
  const perHour = Math.ceil(people / 20)
  const stage = await context.stage({
    BM23_CAMPUS_NETWORKS: address,
    BM23_WRONG_PASSWORDS_PER_HOUR: String(perHour),
    // what the documents ask for: five for each person behind one address
    BM23_RATE_ANONYMOUS_PER_HOUR: String(people * 5 + perHour * 20),
    BM23_RATE_USER_PER_HOUR: '1000',
  })
  const authors = await authorsOf(stage, people)
  const odd: string[] = []
  const browser = browserOf(stage, odd)
  const start = performance.now()
  const sessions = new Map<string, string>()
  await each(authors, 8, async (one) => void sessions.set(one.login, await browser.signIn(one)))
  const guesses = await browser.guess(perHour * 20 + 50)
  await each(authors, 8, async (one) => await browser.handIn(one, await browser.signIn(one)))
  const stopped = await browser.guess(1)
  browser.close()
  const minutes = (performance.now() - start) / 60_000
  return [
    atLeast('students behind one address', sessions.size, people),
    none('of theirs refused', odd),
    { name: 'minutes', value: Number(minutes.toFixed(1)), bar: 'at most 10', pass: minutes <= 10 },
    {
      ...{ name: 'wrong passwords until the address was stopped', value: guesses, bar: `${perHour * 20}` },
      pass: guesses === perHour * 20 && stopped === 0,
    },
  ]
}
