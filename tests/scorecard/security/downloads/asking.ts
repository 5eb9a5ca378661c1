import { createHash } from 'node:crypto'
import { downloadSubmission } from '../../../../contract/submissions.ts'
import type { Client } from '../../../harness.ts'

/** A file that is in the store. */
export interface Stored {
  readonly id: string
  readonly name: string
  readonly mediaType: string
  readonly sha256: string
  readonly size: number
}

const expected: Readonly<Record<string, string | null>> = {
  'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cache-control': 'private, no-store',
  'accept-ranges': null,
  'content-range': null,
}

/** RFC 8187: these signs, and everything else by its bytes. */
const form = /^attachment; filename="([ !#-~]*)"; filename\*=UTF-8''((?:[\w!#$&+.^`|~-]|%[0-9A-F]{2})+)$/

export const ranges: readonly Record<string, string>[] = [
  ...[{}, { range: 'bytes=0-0' }, { range: 'bytes=-1' }, { range: 'bytes=0-,5-' }, { range: 'bytes=999999999-' }],
  { range: 'bytes=0-9', 'if-range': '"1"' },
]

const ask = (client: Client, id: string, headers: Record<string, string>) =>
  client.call(downloadSubmission, { params: { submissionId: id }, headers })

/** What is not as it must be when somebody who may fetches a file, whole or in parts. */
export async function faultsFor(client: Client, file: Stored): Promise<string[]> {
  const faults: string[] = []
  for (const headers of ranges) {
    const answer = await ask(client, file.id, headers)
    const told = (text: string) => faults.push(`${file.name} ${headers.range ?? 'whole'}: ${text}`)
    if (answer.status !== 200) told(`status ${answer.status}`)
    for (const [name, value] of Object.entries(expected)) {
      if ((answer.headers[name] ?? null) !== value) told(`${name}: ${answer.headers[name]}`)
    }
    if (answer.headers['content-type'] !== file.mediaType) told(`type ${answer.headers['content-type']}`)
    const [, plain, real] = form.exec(String(answer.headers['content-disposition'])) ?? []
    if (real === undefined || decodeURIComponent(real) !== file.name || /[%\\]/.test(plain ?? '')) {
      told(String(answer.headers['content-disposition']))
    }
    if (createHash('sha256').update(answer.raw).digest('hex') !== file.sha256) told('not the content')
  }
  return faults
}

/** What somebody learns of a file who may not fetch it; whatever is asked, the answer must be one. */
export async function leaksTo(who: string, client: Client, file: Stored): Promise<string[]> {
  const leaks: string[] = []
  for (const headers of ranges) {
    const { status, raw, headers: got } = await ask(client, file.id, headers)
    const text = JSON.stringify(got) + raw.toString('latin1')
    const learned = [file.name, encodeURIComponent(file.name), file.sha256, file.mediaType].filter((one) =>
      text.includes(one),
    )
    if (status !== (who === 'nobody' ? 401 : 404)) leaks.push(`${who} ${headers.range ?? 'whole'}: ${status}`)
    if (learned.length > 0 || got['content-range'] || got['content-disposition']) leaks.push(`${who}: ${learned}`)
  }
  return leaks
}
