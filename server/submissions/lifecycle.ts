import type { DocumentKind, DocumentStatus, ReviewDecision } from '../../contract/submissions.ts'

/** How a document stands, from the decision on its latest version; without a version there is none. */
export function statusOf(latest: { decision: ReviewDecision | null } | undefined): DocumentStatus {
  return latest ? (latest.decision ?? 'submitted') : 'none'
}

/** A version may follow when none waits for a decision and none was accepted. */
function isOwed(status: DocumentStatus): boolean {
  return status === 'none' || status === 'revision'
}

/**
 * May a document be handed in? Only while the project is approved; the one after the defense once the one before it was
 * accepted.
 */
export function maySubmitDocument(
  kind: DocumentKind,
  projectStatus: string,
  statuses: Readonly<Record<DocumentKind, DocumentStatus>>,
): boolean {
  const inOrder = kind === 'pre_defense' || statuses.pre_defense === 'approved'
  return projectStatus === 'approved' && inOrder && isOwed(statuses[kind])
}

/** Who began in time may take so long to finish. */
const transferMs = 15 * 60_000

/**
 * The moment that counts for a due date: when the request was here, so that neither a slow line nor a busy server makes
 * anybody late; when the whole file was here, if that took longer than a quarter of an hour (decision 0012).
 */
export function countedAt(arrived: Date, finished: Date): Date {
  return finished.getTime() - arrived.getTime() <= transferMs ? arrived : finished
}

/** A decision is made once, and only while the project is approved. */
export function mayReview(projectStatus: string, decision: ReviewDecision | null): boolean {
  return projectStatus === 'approved' && decision === null
}
