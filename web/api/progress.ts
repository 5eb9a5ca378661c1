import { ProgressLine } from '../../contract/endpoint.ts'
import { ApiProblem, problemFrom } from './problem.ts'

/** Called with how many parts of the work are done, of how many. */
export type OnStep = (done: number, total: number) => void

/**
 * Reads how far the server is until it says what came of the work; throws what it was refused with. A connection that breaks
 * before leaves open whether it was done.
 */
export async function readProgress(body: ReadableStream<Uint8Array>, onStep: OnStep): Promise<unknown> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader()
  let rest = ''
  for (;;) {
    const { value, done } = await reader.read().catch(() => ({ value: undefined, done: true as const }))
    if (done) throw new ApiProblem('network.unreachable', 0)
    const lines = (rest + value).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const told = ProgressLine.parse(JSON.parse(line))
      if ('done' in told) onStep(told.done, told.total)
      else if ('problem' in told) throw problemFrom(told.status, JSON.stringify(told.problem))
      else return told.answer
    }
  }
}
