import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiProblem } from '../api/problem.ts'

/** What a failed call asks of the whole application and not of the screen that made it. */
export type SessionLoss = 'signIn' | 'changePassword' | 'setUpFactor'

/** The cache of what was read. `onLoss` is told when the server wants a sign-in, a new password or a second factor first. */
export function queryClientOf(onLoss: (loss: SessionLoss) => void): QueryClient {
  const onError = (error: Error) => {
    const loss = lossOf(error)
    if (loss) onLoss(loss)
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: { staleTime: 10_000, retry: (count, error) => count < 2 && worthRetrying(error) },
      mutations: { retry: false },
    },
  })
}

/** Whether a failure means that the person must sign in, change the first password, or set up a second factor. */
export function lossOf(error: unknown): SessionLoss | null {
  if (!(error instanceof ApiProblem)) return null
  if (error.code === 'session.missing') return 'signIn'
  if (error.code === 'account.mustSetUpFactor') return 'setUpFactor'
  return error.code === 'account.mustChangePassword' ? 'changePassword' : null
}

function worthRetrying(error: Error): boolean {
  return !(error instanceof ApiProblem) || error.status === 0 || error.status >= 502
}
