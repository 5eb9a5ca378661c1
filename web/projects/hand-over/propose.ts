import type { Advisor } from '../../../contract/advisors.ts'
import type { ProjectSummary } from '../../../contract/projects.ts'

type Receiver = Pick<Advisor, 'id' | 'majors' | 'quotas' | 'loads'>
type Given = Pick<ProjectSummary, 'id' | 'majors'>

/**
 * Who could take each project: of those who are specialised in one of its majors, whoever has the most places left then.
 * Nobody is proposed beyond the places there are.
 */
export function propose(projects: readonly Given[], advisors: readonly Receiver[]): Record<string, string> {
  const free = new Map(advisors.map(({ id, quotas, loads }) => [id, quotas.supervising - loads.supervising]))
  const freeOf = ({ id }: Receiver) => free.get(id) ?? 0
  const proposed: Record<string, string> = {}
  for (const { id, majors } of projects) {
    const able = advisors.filter((one) => freeOf(one) > 0 && isSpecialised(one, majors))
    const best = able.toSorted((a, b) => freeOf(b) - freeOf(a))[0]
    if (best) free.set(best.id, freeOf(best) - 1)
    proposed[id] = best?.id ?? ''
  }
  return proposed
}

function isSpecialised({ majors }: Receiver, wanted: readonly string[]): boolean {
  return majors.length === 0 || majors.some(({ abbreviation }) => wanted.includes(abbreviation))
}
