import { createConnection } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { passwordResetMail } from '../../server/accounts/entry/letters.ts'
import { deliverDue } from '../../server/platform/mail/post.ts'
import { startApp, type TestApp } from '../harness.ts'

let app: TestApp
let port: number

beforeAll(async () => {
  app = await startApp({
    ...{ BM23_PUBLIC_URL: 'https://bm23.example.edu', BM23_TRUSTED_PROXIES: '127.0.0.1' },
    ...{ BM23_SMTP_URL: 'smtp://127.0.0.1', BM23_MAIL_FROM: 'projects@example.edu' },
  })
  await app.server.listen({ port: 0, host: '127.0.0.1' })
  port = (app.server.server.address() as { port: number }).port
})
afterAll(() => app?.close())

/** Sends lines as they are, straight at the port, and gives the whole answer. */
function send(...lines: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(port, '127.0.0.1', () =>
      socket.write([...lines, 'Connection: close', '', ''].join('\r\n')),
    )
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk
    })
    socket.on('end', () => resolve(text))
    socket.on('error', reject)
  })
}

const get = 'GET /api/v1/installation HTTP/1.1'
const own = 'Host: bm23.example.edu'

describe('the host of a request, straight at the port', () => {
  it.each([
    ['its own', [get, own], 200],
    ['in capitals', [get, 'Host: BM23.Example.EDU'], 200],
    ['with the port that needs no saying', [get, 'Host: bm23.example.edu:443'], 200],
    ['in the absolute form', ['GET https://bm23.example.edu/api/v1/installation HTTP/1.1', own], 200],
    ['foreign', [get, 'Host: evil.example'], 421],
    ['one that begins with its own', [get, 'Host: bm23.example.edu.evil.example'], 421],
    ['one that ends with its own', [get, 'Host: evil-bm23.example.edu'], 421],
    ['another port', [get, 'Host: bm23.example.edu:8443'], 421],
    ['behind an @', [get, 'Host: evil@bm23.example.edu'], 421],
    ['with a path', [get, 'Host: bm23.example.edu/x'], 421],
    ['of the machine', [get, `Host: 127.0.0.1`], 421],
    ['empty', [get, 'Host:'], 421],
    ['missing', [get], 400],
    ['doubled', [get, own, 'Host: evil.example'], 400],
    ['doubled, the foreign one first', [get, 'Host: evil.example', own], 400],
    ['foreign in the absolute form', ['GET https://evil.example/api/v1/installation HTTP/1.1', own], 421],
    [
      'foreign beside the absolute form',
      ['GET https://bm23.example.edu/api/v1/installation HTTP/1.1', 'Host: a.b'],
      421,
    ],
    ['forwarded from elsewhere', [get, own, 'X-Forwarded-Host: evil.example', 'Forwarded: host=evil.example'], 200],
    ['over plain HTTP', [get, own, 'X-Forwarded-Proto: http'], 426],
    ['over HTTPS', [get, own, 'X-Forwarded-Proto: https'], 200],
    ['of a page, foreign', ['GET /projects HTTP/1.1', 'Host: evil.example'], 421],
    ['of a probe, any', ['GET /health/live HTTP/1.1', 'Host: 10.0.0.7:2323'], 200],
  ])('%s', async (_, lines, status) => {
    const answer = await send(...lines)
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    // what was forged is in no answer
    expect(answer).not.toContain('evil')
  })
})

describe('a link that is mailed', () => {
  it('names the public address, whatever host a request claimed', async () => {
    const email = 'nok@example.edu'
    const id = await app.account('nok', 'student')
    await app.platform.db.updateTable('accounts').set({ email }).where('id', '=', id).execute()
    const ask = async (host: string, claims: Record<string, string> = {}) => {
      const payload = { login: email, locale: 'en' }
      const headers = { host, ...claims }
      return (await app.server.inject({ method: 'POST', url: '/api/v1/password-resets', headers, payload })).statusCode
    }
    const elsewhere = { 'x-forwarded-host': 'evil.example', 'x-host': 'evil.example', forwarded: 'host=evil.example' }
    expect(await ask('bm23.example.edu', elsewhere)).toBe(204)
    for (const host of ['evil.example', 'bm23.example.edu.evil.example', 'bm23.example.edu@evil.example']) {
      expect(await ask(host)).toBe(421)
    }
    const letters: string[] = []
    const kept = { send: async (_: string, letter: object) => void letters.push(JSON.stringify(letter)) }
    await deliverDue(app.ctx, [passwordResetMail], { ...kept, verify: async () => undefined, close: () => undefined })
    expect(letters).toHaveLength(1)
    expect(letters[0]).toContain('https://bm23.example.edu/invitation/')
    expect(letters[0]).not.toContain('evil')
  })
})

describe('the id of a request', () => {
  const idOf = (answer: string) => /^x-request-id: (.*)\r$/im.exec(answer)?.[1]

  it('is the one the proxy gave, unless it could be something else', async () => {
    const given = '0123456789abcdef0123456789abcdef'
    expect(idOf(await send(get, own, `X-Request-Id: ${given}`))).toBe(given)
    const refused = await send(get, 'Host: a.b', `X-Request-Id: ${given}`)
    expect(refused).toContain(`"requestId":"${given}"`)
    for (const bad of ['short', '"quoted-and-long-enough"', 'x'.repeat(65)]) {
      expect(idOf(await send(get, own, `X-Request-Id: ${bad}`))).toMatch(/^[0-9a-f-]{36}$/)
    }
  })
})

describe('a process that stops', () => {
  it('is not ready any more, answers on, and keeps no connection', async () => {
    expect((await app.server.inject('/health/ready')).statusCode).toBe(200)
    app.platform.stopping.abort()
    const ready = await app.server.inject('/health/ready')
    expect([ready.statusCode, ready.json().checks.serving.state]).toEqual([503, 'failed'])
    expect((await app.server.inject('/health/live')).statusCode).toBe(200)
    const answer = await app.server.inject({ url: '/api/v1/installation', headers: { host: 'bm23.example.edu' } })
    expect([answer.statusCode, answer.headers.connection]).toEqual([200, 'close'])
  })
})
