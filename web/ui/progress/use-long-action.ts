import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { Endpoint } from '../../../contract/endpoint.ts'
import type { Sending } from '../../api/sending.ts'
import { type ActionOptions, useAction } from '../feedback/use-action.ts'

/** How many parts of the work are done, of how many; of none as long as nothing was heard. */
export interface Step {
  done: number
  total: number
}

/** An endpoint that tells how far it is. */
type Long = Endpoint & { readonly progress: true }

/**
 * A button's write that takes long: `step` while it runs, and `stop` to cancel it. What was stopped is read again, for the server
 * may have been done at that very moment.
 */
export function useLongAction<E extends Long>(endpoint: E, options: ActionOptions<E> & { onStopped: () => void }) {
  const action = useAction(endpoint, options)
  const queries = useQueryClient()
  const [step, setStep] = useState<Step | null>(null)
  const going = useRef<AbortController | null>(null)
  const run = async (sending: Sending<E>): Promise<boolean> => {
    going.current = new AbortController()
    const { signal } = going.current
    setStep({ done: 0, total: 0 })
    const onStep = (done: number, total: number) => setStep({ done, total })
    const worked = await action.run({ ...sending, signal, onStep })
    setStep(null)
    if (worked || !signal.aborted) return worked
    action.clear()
    await queries.invalidateQueries()
    options.onStopped()
    return false
  }
  return { ...action, run, step, stop: () => going.current?.abort() }
}
