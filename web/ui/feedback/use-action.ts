import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Answered, Endpoint } from '../../../contract/endpoint.ts'
import { type ApiProblem, asProblem } from '../../api/problem.ts'
import { useWrite } from '../../api/queries.ts'
import type { Sending } from '../../api/sending.ts'
import { useToast } from './toast.ts'

export interface ActionOptions<E extends Endpoint> {
  /** Said when it worked. */
  done?: string
  onDone?: (answer: Answered<E>) => void | Promise<void>
  /** Keep the problem for the dialog instead of saying it in a toast. */
  quiet?: boolean
}

/**
 * A button's write: `const approve = useAction(approveProject, { done: t('projects.approved') })`, then
 * `approve.run({ params, ifMatch, body })`. Resolves to true when it worked; what failed is said.
 */
export function useAction<E extends Endpoint>(endpoint: E, options: ActionOptions<E> = {}) {
  const write = useWrite(endpoint)
  const toast = useToast()
  const queries = useQueryClient()
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const run = async (sending: Sending<E>): Promise<boolean> => {
    setProblem(null)
    try {
      const answer = await write.mutateAsync(sending)
      if (options.done) toast.done(options.done)
      await options.onDone?.(answer)
      return true
    } catch (error) {
      const refused = asProblem(error)
      setProblem(refused)
      // what was typed beside it stays, and is sent again as of what stands now
      if (refused.code === 'version.stale') void queries.invalidateQueries()
      if (!options.quiet) toast.failed(refused)
      return false
    }
  }
  return { run, pending: write.isPending, problem, clear: () => setProblem(null) }
}
