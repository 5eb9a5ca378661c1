import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort } from '../serving/postgres.ts'
import { makeAuthority } from './authority.ts'

/** Why a test with a certificate authority on loopback is left out; false where it can run. */
export const withoutAcme =
  !(existsSync('/usr/bin/pebble') && existsSync('/usr/bin/certbot')) &&
  'certbot and its test authority are not installed (packages certbot and pebble)'

export interface Pebble {
  /** Address of its ACME directory. */
  readonly directory: string
  /** Environment of an ACME client that is to trust its address. */
  readonly env: Record<string, string>
  /** The root of the certificates it gives. */
  root(): Promise<string>
  close(): Promise<void>
}

/** A name server for which every name is this machine. */
function startNames(): Promise<{ port: number; close(): void }> {
  const socket = createSocket('udp4', (query, from) => {
    const question = query.subarray(12, query.indexOf(0, 12) + 5)
    const isAddress = question.readUInt16BE(question.length - 4) === 1
    const head = Buffer.from(query.subarray(0, 12))
    head.writeUInt16BE(0x8180, 2)
    head.writeUInt16BE(1, 4)
    head.writeUInt16BE(isAddress ? 1 : 0, 6)
    head.fill(0, 8)
    const answer = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1])
    socket.send(Buffer.concat([head, question, ...(isAddress ? [answer] : [])]), from.port, from.address)
  })
  return new Promise((resolve) =>
    socket.bind(0, '127.0.0.1', () => resolve({ port: socket.address().port, close: () => socket.close() })),
  )
}

function get(url: string, ca: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const req = request(url, { ca }, (res) => {
      let text = ''
      res.on('data', (chunk) => {
        text += chunk
      })
      res.on('end', () => resolve(text))
    })
    req.on('error', reject)
    req.end()
  })
}

/** The ACME server of Let's Encrypt's tests, which proves names at a port of this machine. */
export async function startPebble(httpPort: number): Promise<Pebble> {
  const folder = mkdtempSync(join(tmpdir(), 'bm23-pebble-'))
  const authority = makeAuthority(folder, ['localhost'])
  const [port, management] = [await freePort(), await freePort()]
  const pebble = {
    ...{ listenAddress: `127.0.0.1:${port}`, managementListenAddress: `127.0.0.1:${management}` },
    ...{ certificate: authority.certificateFile, privateKey: authority.keyFile, httpPort, tlsPort: await freePort() },
    ...{ ocspResponderURL: '', externalAccountBindingRequired: false },
  }
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ pebble }))
  const names = await startNames()
  const args = ['-config', join(folder, 'config.json'), '-dnsserver', `127.0.0.1:${names.port}`]
  const child: ChildProcess = spawn('/usr/bin/pebble', args, {
    env: { ...process.env, PEBBLE_VA_NOSLEEP: '1', PEBBLE_WFE_NONCEREJECT: '0' },
    stdio: 'ignore',
  })
  const directory = `https://localhost:${port}/dir`
  for (let left = 100; ; left -= 1) {
    if (await get(directory, authority.ca).then(Boolean, () => false)) break
    if (left === 0) throw new Error('pebble does not start')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return {
    directory,
    env: { REQUESTS_CA_BUNDLE: authority.caFile },
    root: () => get(`https://localhost:${management}/roots/0`, authority.ca),
    close: async () => {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await gone
      names.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Runs certbot with folders of its own; returns what it said. @throws when it fails */
export async function certbot(folder: string, pebble: Pebble, ...args: string[]): Promise<string> {
  const folders = ['config', 'work', 'logs'].flatMap((name) => [`--${name}-dir`, join(folder, name)])
  const fixed = ['--non-interactive', '--agree-tos', '--register-unsafely-without-email', '--server', pebble.directory]
  const env = { ...process.env, ...pebble.env }
  return (await promisify(execFile)('/usr/bin/certbot', [...args, ...fixed, ...folders], { env })).stdout
}
