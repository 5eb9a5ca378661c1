/** Small trees that break one rule each, to notice a rule that cannot fail. Keys are paths, values are sources. */
export interface Violation {
  readonly rule: string
  readonly from: string
  readonly files: Readonly<Record<string, string>>
}

const thing = 'export const thing = 1\n'
const importing = (path: string) => `import { thing } from '${path}'\nexport const used = thing\n`
const typeFrom = (path: string) => `import type { Thing } from '${path}'\nexport type Used = Thing\n`

function breaking(rule: string, from: string, imported: string, target?: string): Violation {
  return { rule, from, files: { [from]: importing(imported), ...(target ? { [target]: thing } : {}) } }
}

/** A tree in which nothing is wrong, with every exemption the laws know. */
export const cleanTree: Readonly<Record<string, string>> = {
  'contract/projects.ts': importing('zod'),
  'server/platform/db/db.ts': importing('kysely'),
  'server/platform/pool.ts': importing('pg'),
  'server/students/students.ts': thing,
  'server/students/events.ts': thing,
  'server/students/factory.ts': importing('./students.ts'),
  'server/projects/lifecycle.ts': importing('../../contract/projects.ts').replace('thing', 'used as thing'),
  'server/projects/queries.ts': importing('kysely'),
  'server/projects/member-queries.ts': importing('kysely'),
  'server/projects/topic.queries.ts': importing('kysely'),
  'server/projects/policy.ts': importing('kysely'),
  'server/projects/projects.ts': `import '../students/students.ts'\nimport '../students/events.ts'\n${thing}`,
  'server/projects/similarity.test.ts': `import 'kysely'\nimport '../students/factory.ts'\n${thing}`,
  'server/projects/factory.ts': importing('../students/factory.ts').replace('thing', 'used as thing'),
  'server/projects/types.ts': `import type { thing } from 'kysely'\nexport type Used = typeof thing\n`,
  'server/projects/routes.ts': importing('./projects.ts'),
  'server/projects/reactions.ts': importing('../students/events.ts'),
  'server/features.ts': `import './projects/routes.ts'\nimport './projects/reactions.ts'\n${thing}`,
  'server/commands/seed.ts': `import '../projects/factory.ts'\nimport '../features.ts'\n${thing}`,
  'web/projects/list.ts': importing('../../contract/projects.ts').replace('thing', 'used as thing'),
  'tests/cli/seed.test.ts': `import '../../server/commands/seed.ts'\n${thing}`,
}

const law1: Violation[] = [
  {
    rule: 'law-1-no-cycles',
    from: 'server/projects/one.ts',
    files: {
      'server/projects/one.ts': `${typeFrom('./two.ts')}export type Thing = 1\n`,
      'server/projects/two.ts': `${typeFrom('./one.ts')}export type Thing = 2\n`,
    },
  },
  breaking('law-1-resolvable', 'server/projects/lost.ts', './nowhere.ts'),
]

const law2: Violation[] = [
  breaking('law-2-contract', 'contract/teams.ts', 'kysely'),
  breaking('law-2-web', 'web/teams/path.ts', 'node:path'),
  breaking('law-2-web-and-server-never-meet', 'web/teams/teams.ts', '../../server/teams.ts', 'server/teams.ts'),
  breaking('law-2-web-and-server-never-meet', 'server/view.ts', '../web/view.ts', 'web/view.ts'),
  breaking('law-2-server', 'server/projects/sample.ts', '../../tests/sample.ts', 'tests/sample.ts'),
  breaking('law-2-server-runs-without-dev-packages', 'server/projects/tool.ts', 'only-for-development'),
  breaking(
    'law-2-platform-knows-no-feature',
    'server/platform/late.ts',
    '../projects/late.ts',
    'server/projects/late.ts',
  ),
  breaking('law-2-widgets-know-no-feature', 'web/ui/badge.ts', '../projects/badge.ts', 'web/projects/badge.ts'),
]

/** Every feature but the last looks at the next one. */
function lookingAhead(features: readonly string[]): Violation[] {
  return features.slice(0, -1).map((name, index) => {
    const next = features[index + 1]
    const from = `server/${name}/ahead.ts`
    return breaking(`law-3-order-${name}`, from, `../${next}/${next}.ts`, `server/${next}/${next}.ts`)
  })
}

const law3: Violation[] = [
  breaking('law-3-front-door', 'server/projects/peek.ts', '../students/queries.ts', 'server/students/queries.ts'),
  breaking(
    'law-3-front-door-of-factories',
    'server/scoring/factory.ts',
    '../students/row.ts',
    'server/students/row.ts',
  ),
  breaking('law-3-factories-make-data-only', 'server/scoring/fake.ts', './factory.ts', 'server/scoring/factory.ts'),
  breaking('law-3-reactions', 'server/scoring/hurry.ts', './reactions.ts', 'server/scoring/reactions.ts'),
  breaking('law-3-features-do-not-know-the-program', 'server/scoring/boot.ts', '../app.ts', 'server/app.ts'),
]

const law4: Violation[] = [
  breaking('law-4-routes', 'server/scoring/reuse.ts', './routes.ts', 'server/scoring/routes.ts'),
  breaking(
    'law-4-routes',
    'tests/contract/short-cut.test.ts',
    '../../server/scoring/routes.ts',
    'server/scoring/routes.ts',
  ),
  breaking('law-4-sql', 'server/scoring/scoring.ts', 'kysely'),
  breaking('law-4-drivers', 'server/scoring/queries.ts', 'pg'),
  breaking('law-4-pure', 'server/scoring/grading.ts', './rows.ts', 'server/scoring/rows.ts'),
  breaking('law-4-pure', 'server/projects/lifecycle.ts', 'zod'),
]

export function violations(features: readonly string[]): Violation[] {
  return [...law1, ...law2, ...lookingAhead(features), ...law3, ...law4]
}
