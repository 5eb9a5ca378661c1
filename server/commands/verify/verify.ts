/** A smoke run against a live installation, which leaves nothing behind. */
import { isLocal } from '../checks/addresses.ts'
import type { Situation } from '../checks/check.ts'
import { judge } from '../checks/checks.ts'
import { readWeb, straight } from '../checks/facts/web.ts'
import { webChecks } from '../checks/web.ts'
import { signedInSteps } from './signed-in.ts'
import { Broken, LeftOut, Site } from './site.ts'
import { publicSteps, type Step } from './steps.ts'

export interface Outcome {
  readonly id: string
  readonly state: 'good' | 'warning' | 'failed' | 'out'
  readonly seen: string
  readonly milliseconds: number
}

export interface Login {
  readonly login: string
  readonly password: string
}

async function take(step: Step, site: Site): Promise<Outcome> {
  const start = performance.now()
  const outcome = (state: Outcome['state'], seen: string): Outcome => {
    return { id: step.id, state, seen, milliseconds: Math.round(performance.now() - start) }
  }
  try {
    return outcome('good', await step.run(site))
  } catch (error) {
    if (error instanceof LeftOut) return outcome('out', error.message)
    const { message, cause } = error as Error
    return outcome('failed', error instanceof Broken ? message : ((cause as Error | undefined)?.message ?? message))
  }
}

/** Address, certificate and headers, by the checks that `bm23 check` has for them. */
async function front(url: string): Promise<Outcome[]> {
  const start = performance.now()
  const web = await readWeb(url, straight)
  const milliseconds = Math.round(performance.now() - start)
  // from inside, the state may be asked
  const asked = isLocal(new URL(url).hostname) ? webChecks.filter(({ id }) => !/health|metrics/.test(id)) : webChecks
  return judge({ web, now: new Date() } as Situation, true, asked).map(({ id, state, level, found }) => {
    const wrong = level === 'error' ? 'failed' : 'warning'
    return { id, state: state === 'found' ? wrong : state, seen: found ?? '', milliseconds }
  })
}

/** Makes every step in order. */
export async function verify(url: string, who: Login | null): Promise<Outcome[]> {
  const site = new Site(url)
  const outcomes = await front(site.url)
  if (outcomes[0]?.state === 'failed') return outcomes.slice(0, 1)
  const steps = [...publicSteps, ...(who ? signedInSteps(who.login, who.password) : [])]
  for (const step of steps) outcomes.push(await take(step, site))
  return outcomes
}
