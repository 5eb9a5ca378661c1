import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { signIn } from '../../contract/accounts.ts'
import type { Answered, Endpoint, Sent } from '../../contract/endpoint.ts'

type Options<E extends Endpoint> = Partial<Sent<E>> & { ifMatch?: number; file?: { name: string; content: Buffer } }

/** Calls the program in this process through its own interface, as one person. Throws on every refusal. */
export type Call = <E extends Endpoint>(endpoint: E, options?: Options<E>) => Promise<NonNullable<Answered<E>>>

function payloadOf(body: unknown, file: { name: string; content: Buffer } | undefined) {
  if (!file)
    return body === undefined ? {} : { headers: { 'content-type': 'application/json' }, payload: JSON.stringify(body) }
  const edge = 'bm23-demo-file'
  const head = `--${edge}\r\ncontent-disposition: form-data; name="file"; filename="${file.name}"\r\n\r\n`
  const payload = Buffer.concat([Buffer.from(head), file.content, Buffer.from(`\r\n--${edge}--\r\n`)])
  return { headers: { 'content-type': `multipart/form-data; boundary=${edge}` }, payload }
}

/** One request to the program in this process. */
export type Send = (options: InjectOptions) => Promise<LightMyRequestResponse>

/** As through the front door: to the name of the site, where it has one. */
export function frontDoor(app: FastifyInstance, publicUrl: string | null): Send {
  const authority = publicUrl ? new URL(publicUrl).host : undefined
  return (options) => app.inject({ ...(authority ? { authority } : {}), ...options })
}

/** Signs somebody in and returns the way to call in his or her name. */
export async function actAs(send: Send, login: string, password: string): Promise<Call> {
  const opened = await send({ method: 'POST', url: '/api/v1/session', payload: { login, password } })
  if (opened.statusCode !== 201) throw new Error(`${signIn.operationId} ${login}: ${opened.body}`)
  const cookie = String(opened.headers['set-cookie']).split(';')[0] ?? ''
  return (async (endpoint, options) => {
    const { params = {}, query, body, ifMatch, file } = (options ?? {}) as Options<Endpoint> & Record<string, object>
    const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) =>
      String((params as Record<string, unknown>)[name]),
    )
    const search = query ? `?${new URLSearchParams(query as Record<string, string>)}` : ''
    const { headers, payload } = payloadOf(body, file)
    const answer = await send({
      method: endpoint.method,
      url: `/api/v1${path}${search}`,
      headers: { cookie, ...headers, ...(ifMatch === undefined ? {} : { 'if-match': `"${ifMatch}"` }) },
      ...(payload === undefined ? {} : { payload }),
    })
    if (answer.statusCode >= 300) throw new Error(`${endpoint.operationId}: ${answer.statusCode} ${answer.body}`)
    return answer.statusCode === 204 ? undefined : answer.json()
  }) as Call
}
