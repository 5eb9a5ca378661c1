import type { Context, Figure } from '../../line.ts'
import { fillDisks } from './disks.ts'
import { exhaustProcesses } from './processes.ts'

/** Whatever runs out, nothing acknowledged is lost, who is refused is told so, and all is well again when there is more. */
export const measureExhaustion = async (context: Context): Promise<Figure[]> => [
  ...(await fillDisks(context)),
  ...(await exhaustProcesses(context)),
]
