import fc from 'fast-check'
import { atLeast, type Context, type Figure, none } from '../line.ts'
import { isOpen, type Model } from './model.ts'
import { rules } from './rules.ts'
import { actions, further, register, withdraw } from './steps.ts'
import { newStudents, openWorld, type Plan, quotas, type Scene, type World } from './world.ts'

/** One step as it is drawn: further along the year, or anything; on which project, in which way. */
interface Step {
  readonly kind: number
  readonly project: number
  readonly n: number
}

const steps = fc.array(fc.record({ kind: fc.nat(99), project: fc.nat(5), n: fc.nat(10_000) }), {
  ...{ minLength: 30, maxLength: 60, size: 'max' },
})

function planOf(scene: Scene, { kind, project, n }: Step): { name: string; plan: Plan } {
  // the first that goes on is worked on most, and so gets far
  const { projects } = scene.model
  const first = projects.find((each) => isOpen(each) && each.status !== 'completed')
  const one = (project > 1 && first) || projects.at(-1 - project)
  if (!one || kind < 8) return { name: 'register', plan: register(scene, n % 3, Math.floor(n / 3) % 3, n) }
  const choices = actions.map((action, at) => ({ name: `${at}`, plan: action(scene, one, n) }))
  const next = choices.slice(0, further).find(({ plan }) => plan.may === true)
  return (kind < 85 && next) || (choices[n % choices.length] as (typeof choices)[number])
}

export async function broken({ app }: Pick<World, 'app'>): Promise<string[]> {
  const wrong = []
  for (const [name, text] of Object.entries(rules)) {
    const { rows } = await app.database.execute(text)
    if (rows.length > 0) wrong.push(`${name}: ${JSON.stringify(rows[0])}`)
  }
  return wrong
}

/** Each step as the reference expects it, and at the end what must always hold. */
async function play(
  world: World,
  drawn: readonly Step[],
  count: (name: string, accepted: boolean) => void,
): Promise<void> {
  const model: Model = { projects: [], quotas }
  world.sequences += 1
  const scene: Scene = { world, model, students: await newStudents(world, 3), day: world.sequences * 2 }
  for (const [at, step] of drawn.entries()) {
    const { name, plan } = planOf(scene, step)
    const answer = await plan.ask()
    const done = answer.status < 300
    if (answer.status >= 500 || (plan.may !== null && done !== plan.may)) {
      const about = JSON.stringify(scene.model.projects)
      throw new Error(
        `step ${at} (${name}, ${step.n}): ${answer.status} ${answer.problem?.code ?? ''}, may ${plan.may}; ${about}`,
      )
    }
    if (done) plan.done?.(answer)
    count(name, done)
  }
  const wrong = await broken(world)
  if (wrong.length > 0) throw new Error(wrong.join(' | '))
  // the places are free for the next
  for (const one of model.projects) {
    const plan = withdraw(scene, one, 0)
    if (plan.may && (await plan.ask()).status < 300)
      plan.done?.({ status: 200, body: null, problem: undefined as never })
  }
}

/** Sequences of requests against a reference. A world in which something went wrong is left; what is found is made small. */
export async function measureSequences(context: Context): Promise<Figure[]> {
  const runs = context.count({ canary: 8, ci: 40, release: 10_000 })
  const tally = { sequences: 0, accepted: 0, refused: 0 }
  const reached = new Set<string>()
  let world: World | null = null
  const leave = async () => {
    await world?.app.close()
    world = null
  }
  context.defer(leave)
  const property = fc.asyncProperty(steps, async (drawn) => {
    if (world && world.sequences >= 100) await leave()
    world ??= await openWorld()
    try {
      await play(world, drawn, (name, done) => {
        tally[done ? 'accepted' : 'refused'] += 1
        if (done) reached.add(name)
      })
      tally.sequences += 1
    } catch (error) {
      await leave()
      throw error
    }
  })
  const found = await fc.check(property, {
    ...{ numRuns: runs, seed: context.seed },
    endOnFailure: context.profile !== 'release',
  })
  const example = found.failed
    ? [
        `${found.errorInstance} after ${found.numShrinks} shrinks: ${JSON.stringify(found.counterexample).slice(0, 300)}`,
      ]
    : []
  return [
    atLeast('sequences of 30 steps or more', tally.sequences, runs),
    atLeast('rules in SQL', Object.keys(rules).length, 25),
    none('steps otherwise than the reference, and rules broken', example),
    atLeast(
      'kinds of steps that succeeded',
      reached.size,
      context.count({ canary: 12, ci: 17, release: actions.length + 1 }),
    ),
    { name: 'steps accepted', value: tally.accepted, bar: 'a third', pass: tally.accepted * 2 >= tally.refused },
  ]
}
