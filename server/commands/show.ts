import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { type Permission, policy, type Role, roles, type Scope } from '../../contract/permissions.ts'
import { createApp, createPlatform } from '../app.ts'
import { caches } from '../caches.ts'
import { features } from '../features.ts'
import { cachingDocument } from '../platform/cache/document.ts'
import { environmentDocument } from '../platform/config/document.ts'
import { readConfig } from '../platform/config.ts'
import { openEmbeddedDatabase } from '../platform/db/connect.ts'
import { generateTables } from '../platform/db/generate.ts'
import { migrate } from '../platform/db/migrate.ts'
import { privacyDocument } from '../privacy/document.ts'
import { print } from './with-platform.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

function showPermissions(): void {
  const names = Object.keys(policy) as Permission[]
  const width = Math.max(...names.map((name) => name.length))
  print(['permission'.padEnd(width), ...roles.map((role) => role.padEnd(22))].join('  '))
  for (const name of names) {
    const row = policy[name] as Partial<Record<Role, readonly Scope[]>>
    const cells = roles.map((role) => (row[role]?.join('+') ?? '-').padEnd(22))
    print([name.padEnd(width), ...cells].join('  ').trimEnd())
  }
}

function showRoutes(): void {
  for (const { endpoint } of features.flatMap((one) => one.routes)) {
    print(`${endpoint.method.padEnd(6)} /api/v1${endpoint.path}  ${endpoint.permission}  ${endpoint.operationId}`)
  }
}

async function withScratch<T>(run: (parts: { openapi: string; tables: string }) => T): Promise<T> {
  const database = await openEmbeddedDatabase(null)
  await migrate(database.db)
  const platform = await createPlatform(
    readConfig({ BM23_LOG_LEVEL: 'silent', BM23_DATA_DIR: `${root}node_modules/.cache/bm23` }),
    database,
  )
  const app = await createApp(platform)
  try {
    const openapi = `${JSON.stringify(app.swagger(), null, 2)}\n`
    return run({ openapi, tables: await generateTables(database.db) })
  } finally {
    await app.close()
    await database.close()
  }
}

async function generate(): Promise<void> {
  await withScratch(({ openapi, tables }) => {
    writeFileSync(`${root}contract/openapi.json`, openapi)
    writeFileSync(`${root}server/platform/db/tables.generated.ts`, tables)
    writeFileSync(`${root}docs/environment.md`, environmentDocument())
    writeFileSync(`${root}docs/caching.md`, cachingDocument(caches))
    writeFileSync(`${root}docs/privacy.md`, privacyDocument())
    print('Wrote contract/openapi.json, docs/environment.md, docs/caching.md, docs/privacy.md and the row types.')
  })
}

export function addShow(program: Command): void {
  program.command('permissions').description('who may do what: the policy table').action(showPermissions)
  program.command('routes').description('every route with its permission').action(showRoutes)
  program
    .command('openapi')
    .description('print the description of the API (OpenAPI 3.1)')
    .action(() => withScratch(({ openapi }) => print(openapi.trimEnd())))
  program.command('generate').description('write the generated files again (for developers)').action(generate)
}
