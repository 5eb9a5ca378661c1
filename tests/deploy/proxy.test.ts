import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { connect as connectHttp2 } from 'node:http2'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { features } from '../../server/features.ts'
import { siteName } from './nginx.ts'
import { type Stage, startStage, withoutStage } from './stage.ts'

const assets = fileURLToPath(new URL('../../dist/web/assets/', import.meta.url))
const unbuilt = !existsSync(assets) && 'the web is not built (npm run build)'
const withoutSslscan = !existsSync('/usr/bin/sslscan') && 'sslscan is not installed (package sslscan)'
const anonymousLimit = 150

let stage: Stage
const host = () => `Host: ${siteName}:${stage.nginx.httpsPort}`
const read = (path: string, headers: Record<string, string> = {}) => stage.visitor.send('GET', path, { headers })
const readAsAdmin = (path: string, headers = {}) => read(path, { cookie: stage.cookie, ...headers })

describe.skipIf(withoutStage)(`behind nginx${withoutStage ? `: ${withoutStage}` : ''}`, () => {
  beforeAll(async () => {
    stage = await startStage(
      { BM23_RATE_ANONYMOUS_PER_HOUR: String(anonymousLimit) },
      { 'client_header_timeout 10s': 'client_header_timeout 1s', 'client_body_timeout 10s': 'client_body_timeout 1s' },
    )
  })
  afterAll(() => stage?.close())

  it('a session holds at both processes, and a request has one id everywhere', async () => {
    const ids: unknown[] = []
    for (let i = 0; i < 10; i += 1) {
      const answer = await readAsAdmin('/api/v1/session')
      expect(answer.status).toBe(200)
      ids.push(answer.headers['x-request-id'])
    }
    const refused = await read('/api/v1/session')
    expect(JSON.parse(String(refused.body)).requestId).toBe(refused.headers['x-request-id'])
    // a line is written when the answer has been
    const last = () => stage.nginx.log().find((one) => one.requestId === refused.headers['x-request-id'])
    await expect.poll(last).toMatchObject({ status: 401, path: '/api/v1/session', address: '127.0.0.1' })
    const lines = stage.nginx.log()
    const processes = new Set(lines.filter((one) => ids.includes(one.requestId)).map((one) => one.process))
    expect([...processes].sort()).toEqual(stage.apps.map(({ port }) => `127.0.0.1:${port}`).sort())
  })

  it('what is secret in an address or a query is in no log', async () => {
    const secret = 'Zm9yYmlkZGVuLXdvcmQtaW4tbG9ncw'
    for (const path of [`/api/v1/invitations/${secret}`, `/invitation/${secret}`, `/api/v1/years?q=${secret}`]) {
      await readAsAdmin(path)
    }
    const paths = ['/api/v1/invitations/-', '/invitation/-', '/api/v1/years']
    await expect.poll(() => stage.nginx.log().map((one) => one.path)).toEqual(expect.arrayContaining(paths))
    const logs = readdirSync(stage.nginx.folder).filter((name) => name.endsWith('.log'))
    expect(logs.sort()).toEqual(['bm23.log', 'error.log'])
    for (const name of logs) expect(readFileSync(join(stage.nginx.folder, name), 'utf8')).not.toContain(secret)
  })

  it('answers are compressed, those with secrets are not', async () => {
    const path = '/api/v1/openapi.json'
    const plain = await readAsAdmin(path)
    const br = await readAsAdmin(path, { 'accept-encoding': 'gzip, deflate, br' })
    const gzip = await readAsAdmin(path, { 'accept-encoding': 'gzip' })
    expect([plain, br, gzip].map((one) => one.headers['content-encoding'])).toEqual([undefined, 'br', 'gzip'])
    expect(brotliDecompressSync(br.body).equals(plain.body)).toBe(true)
    expect(gunzipSync(gzip.body).equals(plain.body)).toBe(true)
    expect(br.body.length).toBeLessThan(plain.body.length / 5)
    for (const one of [plain, br, gzip]) expect(one.headers.vary).toMatch(/accept-encoding/i)
    for (let i = 0; i < 12; i += 1) {
      const body = {
        name: `program ${i}`,
        expiresOn: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10),
      }
      const made = await stage.visitor.send('POST', '/api/v1/account/tokens', {
        headers: { cookie: stage.cookie },
        body,
      })
      expect([made.status, String(made.body)]).toEqual([201, expect.any(String)])
    }
    const tokens = await readAsAdmin('/api/v1/account/tokens', { 'accept-encoding': 'gzip, br' })
    expect(tokens.body.length).toBeGreaterThan(1_024)
    expect(tokens.headers['content-encoding']).toBeUndefined()
  })

  it.skipIf(unbuilt)(`the bundle comes as it was compressed at the build${unbuilt ? `: ${unbuilt}` : ''}`, async () => {
    const name = readdirSync(assets).find((one) => /^application-.*\.js$/.test(one))
    for (const [encoding, ending] of [
      ['br', '.br'],
      ['gzip', '.gz'],
      ['identity', ''],
    ]) {
      const file = await read(`/assets/${name}`, { 'accept-encoding': String(encoding) })
      expect([file.status, file.headers['content-encoding'] ?? 'identity']).toEqual([200, encoding])
      expect(file.body.equals(readFileSync(`${assets}${name}${ending}`))).toBe(true)
      expect(file.headers['content-type']).toMatch(/javascript/)
    }
  })

  it('uploads stream: refused before they have arrived, and never on the disk of the proxy', async () => {
    for (const { endpoint } of features.flatMap((one) => one.routes)) {
      if (!endpoint.upload) continue
      const path = `/api/v1${endpoint.path.replaceAll(/:\w+/g, 'x')}`
      const head = [`${endpoint.method} ${path} HTTP/1.1`, host(), 'Content-Type: multipart/form-data; boundary=x']
      const start = Date.now()
      // 40 MB are announced and 60 KB sent: who waits for the rest waits for ever
      const answer = await stage.visitor.write(
        [...head, 'Content-Length: 40000000', 'Connection: close', '', 'x'.repeat(60_000)].join('\r\n'),
      )
      expect([path, answer.status, JSON.parse(String(answer.body)).code]).toEqual([path, 401, 'session.missing'])
      expect(Date.now() - start).toBeLessThan(900)
    }
    const start = '--x\r\ncontent-disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n'
    const body = Buffer.concat([Buffer.from(start), Buffer.alloc(20_000_000, 1), Buffer.from('\r\n--x--\r\n')])
    const headers = { cookie: stage.cookie, 'content-type': 'multipart/form-data; boundary=x' }
    const whole = await stage.visitor.send('POST', '/api/v1/imports/students', { headers, body })
    // it reached the program, which says what it is
    expect([whole.status, JSON.parse(String(whole.body)).code]).not.toEqual([413, 'input.tooLarge'])
    expect(whole.status).toBeGreaterThanOrEqual(400)
    expect(whole.status).toBeLessThan(500)
    expect(readdirSync(join(stage.nginx.folder, 'body'))).toEqual([])
    expect(readdirSync(join(stage.nginx.folder, 'proxy'))).toEqual([])
  })

  it('a client that says nothing is let go', async () => {
    const began = Date.now()
    await stage.visitor.write(`GET / HTTP/1.1\r\n${host()}\r\nX-Slow: `).catch(() => undefined)
    expect(Date.now() - began).toBeGreaterThan(500)
    expect(Date.now() - began).toBeLessThan(5_000)
  })

  it('speaks HTTP/2, keeps to its name there too, and gives no session tickets', async () => {
    const client = connectHttp2(`https://127.0.0.1:${stage.nginx.httpsPort}`, {
      ...{ ca: stage.nginx.authority.ca, servername: siteName },
    })
    const status = (authority: string) =>
      new Promise((resolve, reject) => {
        const stream = client.request({ ':authority': authority, ':path': '/api/v1/installation' })
        stream.on('response', (headers) => resolve(headers[':status']))
        stream.on('error', reject)
        stream.resume()
      })
    expect(await status(`${siteName}:${stage.nginx.httpsPort}`)).toBe(200)
    expect(await status('evil.example')).toBe(421)
    await new Promise<void>((resolve) => client.close(resolve))
    const options = {
      host: '127.0.0.1',
      port: stage.nginx.httpsPort,
      servername: siteName,
      ca: stage.nginx.authority.ca,
    }
    const handshake = (maxVersion: 'TLSv1.1' | 'TLSv1.2') =>
      new Promise<Buffer | undefined>((resolve, reject) => {
        const socket = connect({ ...options, minVersion: 'TLSv1', maxVersion, ciphers: 'DEFAULT@SECLEVEL=0' }, () => {
          resolve(socket.getTLSTicket())
          socket.destroy()
        })
        socket.on('error', reject)
      })
    expect(await handshake('TLSv1.2')).toBeUndefined()
    await expect(handshake('TLSv1.1')).rejects.toThrow(/protocol version|unsupported protocol/i)
  })

  it.skipIf(withoutSslscan)(
    `offers six suites of TLS 1.2 and 1.3, under any name${withoutSslscan ? `: ${withoutSslscan}` : ''}`,
    () => {
      for (const name of [siteName, 'evil.example']) {
        const args = ['--no-colour', `--sni-name=${name}`, `127.0.0.1:${stage.nginx.httpsPort}`]
        const text = execFileSync('sslscan', args, { encoding: 'utf8' })
        const suites = [...text.matchAll(/^(?:Accepted|Preferred)\s+(TLSv\S+)\s+\d+ bits\s+(\S+)/gm)]
        expect(suites.map((one) => `${one[1]} ${one[2]}`).sort()).toEqual([
          'TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256',
          'TLSv1.2 ECDHE-RSA-AES256-GCM-SHA384',
          'TLSv1.2 ECDHE-RSA-CHACHA20-POLY1305',
          'TLSv1.3 TLS_AES_128_GCM_SHA256',
          'TLSv1.3 TLS_AES_256_GCM_SHA384',
          'TLSv1.3 TLS_CHACHA20_POLY1305_SHA256',
        ])
        expect([...text.matchAll(/^(\S+)\s+enabled$/gm)].map((one) => one[1])).toEqual(['TLSv1.2', 'TLSv1.3'])
      }
    },
    60_000,
  )

  it('an address is counted at both processes together, whatever it says that it is', async () => {
    const before = Number(/r=(\d+)/.exec(String((await read('/api/v1/installation')).headers.ratelimit))?.[1])
    expect(before).toBeGreaterThan(20)
    const statuses = []
    for (let i = 0; i < before + 10; i += 1) {
      const other = `203.0.113.${i % 250}`
      const forged = {
        'x-forwarded-for': other,
        'x-real-ip': other,
        forwarded: `for=${other}`,
        'true-client-ip': other,
      }
      statuses.push((await read('/api/v1/installation', forged)).status)
    }
    expect(statuses.filter((one) => one === 200)).toHaveLength(before)
    expect(statuses.slice(before)).toEqual(Array(10).fill(429))
  })
})
