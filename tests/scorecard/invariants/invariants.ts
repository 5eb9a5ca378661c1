import { prepareDatabase, setTestDatabase } from '../../database.ts'
import { startCluster } from '../../serving/postgres.ts'
import type { Context, Figure } from '../line.ts'
import { measureRaces } from './races.ts'
import { measureSequences } from './sequences.ts'

/** On a PostgreSQL server of its own, in one faculty after the other: sequences, and races. */
export async function measureInvariants(context: Context): Promise<Figure[]> {
  const cluster = await startCluster()
  context.defer(() => cluster.close())
  setTestDatabase(cluster.url)
  await prepareDatabase()
  return [...(await measureSequences(context)), ...(await measureRaces(context))]
}
