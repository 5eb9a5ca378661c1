import { prepareDatabase } from './database.ts'

/** Once per run: a migrated database to copy from. */
export default async function setup(): Promise<() => Promise<void>> {
  return await prepareDatabase()
}
