import type { Statement } from '../db/connect.ts'
import type { Log } from '../log/log.ts'
import type { Metrics } from './metrics.ts'
import { currentTrail } from './trail.ts'

const words = new Set(['select', 'insert', 'update', 'delete', 'with', 'begin', 'commit', 'rollback'])

/** First word of a statement; what is rare is one kind. */
function kindOf(text: string): string {
  const word = /^\s*(\w+)/.exec(text)?.[1]?.toLowerCase() ?? ''
  return words.has(word) ? word : 'other'
}

/** Counts each statement, puts it on the trail and into the trace of whoever asked, and writes down slow ones. */
export function watchStatements(metrics: Metrics, log: Log, slowMs: number): (statement: Statement) => void {
  return ({ text, milliseconds, error }) => {
    const kind = kindOf(text)
    const trail = currentTrail()
    metrics.statements.observe({ kind }, milliseconds / 1_000)
    const code = (error as { code?: string } | undefined)?.code
    if (error) metrics.statementErrors.inc({ class: code?.slice(0, 2) ?? 'none' })
    if (trail) {
      trail.statements += 1
      trail.statementMs += milliseconds
      trail.span
        ?.child(kind, { 'db.system': 'postgresql', 'db.query.text': text.slice(0, 2_000) }, milliseconds)
        .end({ failed: error ? (code ?? 'no answer') : null })
    }
    if (milliseconds >= slowMs) {
      const sql = text.replace(/\s+/g, ' ').slice(0, 2_000)
      log.warn({ reqId: trail?.id, route: trail?.route, ms: Math.round(milliseconds), sql }, 'slow statement')
    }
  }
}
