import { execFile, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect as connectHttp2 } from 'node:http2'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Nginx, siteName, startNginx } from '../../deploy/nginx.ts'
import { freePort } from '../../serving/postgres.ts'
import { atLeast, type Context, type Figure, none, Unmeasurable } from '../line.ts'

const run = promisify(execFile)

/** Names that a visitor may ask for: the site's, one that it does not know, and none. */
const names = [siteName, 'evil.example', '127.0.0.1']

const suites = [
  'TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256',
  'TLSv1.2 ECDHE-RSA-AES256-GCM-SHA384',
  'TLSv1.2 ECDHE-RSA-CHACHA20-POLY1305',
  'TLSv1.3 TLS_AES_128_GCM_SHA256',
  'TLSv1.3 TLS_AES_256_GCM_SHA384',
  'TLSv1.3 TLS_CHACHA20_POLY1305_SHA256',
]

/** What sslscan finds at a name that is neither one of the two protocols nor one of the six suites, or is missing. */
async function scan(port: number, name: string): Promise<string[]> {
  const { stdout } = await run('sslscan', ['--no-colour', '--timeout=20', `--sni-name=${name}`, `127.0.0.1:${port}`])
  const enabled = [...stdout.matchAll(/^(SSLv\S+|TLSv\S+)\s+enabled$/gm)].map((one) => one[1])
  const offered = [...stdout.matchAll(/^(?:Accepted|Preferred)\s+(TLSv\S+|SSLv\S+)\s+\d+ bits\s+(\S+)/gm)].map(
    ([, version, suite]) => `${version} ${suite}`,
  )
  return [
    ...enabled.filter((one) => one !== 'TLSv1.2' && one !== 'TLSv1.3').map((one) => `${name}: ${one}`),
    ...offered.filter((one) => !suites.includes(one)).map((one) => `${name}: ${one}`),
    ...suites.filter((one) => !offered.includes(one)).map((one) => `${name}: no ${one}`),
  ]
}

/** One handshake, told by the program of OpenSSL. */
function handshake(port: number, ...args: string[]): Promise<string> {
  const child = spawn('openssl', ['s_client', '-connect', `127.0.0.1:${port}`, '-servername', siteName, ...args])
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk))
  child.stdin.end('Q\n')
  return new Promise((resolve) => child.once('close', () => resolve(text)))
}

async function agreed(port: number): Promise<string[]> {
  const keyOf = (text: string) => /(?:Server Temp Key|Peer Temp Key): ([^,\n]+)/.exec(text)?.[1]
  const last = ['-groups', 'P-384:P-256:X25519']
  const [own, chosen, old] = await Promise.all([
    handshake(port, '-tls1_3'),
    handshake(port, '-tls1_2', ...last),
    handshake(port, '-tls1_2'),
  ])
  return [
    ...(keyOf(own) === 'X25519' ? [] : [`TLS 1.3 takes ${keyOf(own)}`]),
    ...(keyOf(chosen) === 'X25519' ? [] : [`of three groups ${keyOf(chosen)} is taken`]),
    ...(/TLS session ticket:/.test(old) ? ['a session ticket'] : []),
    ...(/Cipher is \(NONE\)/.test(old) ? ['no TLS 1.2'] : []),
  ]
}

/** A request over HTTP/2; nothing stands behind nginx, so that it answers by itself. */
function overHttp2({ httpsPort, authority }: Nginx): Promise<number> {
  const session = connectHttp2(`https://${siteName}:${httpsPort}`, {
    ...{ ca: authority.ca, servername: siteName, ALPNProtocols: ['h2'] },
    lookup: (_name, _options, done) => done(null, [{ address: '127.0.0.1', family: 4 }]),
  })
  return new Promise<number>((resolve) => {
    session.once('error', () => resolve(0))
    const stream = session.request({ ':path': '/api/v1/installation' })
    stream.once('error', () => resolve(0))
    stream.once('response', (headers) => resolve(headers[':status'] ?? 0))
  }).finally(() => session.destroy())
}

interface Finding {
  readonly id: string
  readonly severity: string
  readonly finding: string
}

/**
 * What a laboratory cannot have: an authority that the world knows, with addresses for revocation, a name in DNS, a
 * certificate in public logs. The grade sums up the rest with the trust in the certificate.
 */
const ofLaboratories =
  /^(cert_chain_of_trust|cert_trust|cert_revocation|cert_crlDistributionPoints|cert_ocspURL|OCSP_|DNS_CAA|certificate_transparency|overall_grade|grade_cap|final_score)/

/** What testssl says of the site that is worse than a remark, with everything it can try or only what is quick. */
async function judge({ httpsPort, authority }: Nginx, all: boolean): Promise<{ wrong: string[]; findings: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'bm23-testssl-'))
  const file = join(folder, 'found.json')
  const quick = ['--protocols', '--server-defaults', '--headers', '--heartbleed', '--ccs-injection', '--renegotiation']
  const args = ['--quiet', '--color', '0', '--warnings', 'off', '--add-ca', authority.caFile, '--ip', '127.0.0.1']
  try {
    const target = [...(all ? [] : quick), '--jsonfile', file, `${siteName}:${httpsPort}`]
    // it ends with how much it found
    await run('testssl', [...args, ...target], { maxBuffer: 64 * 1024 * 1024 }).catch(() => undefined)
    const found = JSON.parse(readFileSync(file, 'utf8')) as Finding[]
    const bad = found.filter(
      (one) => ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'].includes(one.severity) && !ofLaboratories.test(one.id),
    )
    return { wrong: bad.map((one) => `${one.id} ${one.severity}: ${one.finding}`), findings: found.length }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** How nginx as deploy/ has it speaks TLS. */
export async function measureTls(context: Context): Promise<Figure[]> {
  for (const program of ['sslscan', 'testssl'])
    if (!existsSync(`/usr/bin/${program}`)) throw new Unmeasurable(`${program} is not installed`)
  const nginx = await startNginx({ ports: [await freePort(), await freePort()] })
  context.defer(() => nginx.close())
  const { httpsPort: port } = nginx
  const scanned = []
  for (const name of names) scanned.push(...(await scan(port, name)))
  const figures = [
    none(`other protocols or suites than the six, under ${names.length} names`, scanned),
    none('agreed otherwise: X25519, no tickets', await agreed(port)),
    { ...atLeast('answer over HTTP/2', await overHttp2(nginx), 200) },
  ]
  if (context.profile === 'canary') return figures
  const { wrong, findings } = await judge(nginx, context.profile === 'release')
  return [...figures, atLeast('tried by testssl', findings, 20), none('of them worse than a remark', wrong)]
}
