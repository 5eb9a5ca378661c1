import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A certificate authority of a laboratory, and a certificate of it; files in PEM. */
export interface Authority {
  readonly ca: string
  readonly caFile: string
  readonly certificateFile: string
  readonly keyFile: string
}

function openssl(...args: string[]): void {
  execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] })
}

/** Makes an authority in a folder, and a certificate for names and loopback addresses. */
export function makeAuthority(folder: string, names: readonly string[]): Authority {
  mkdirSync(folder, { recursive: true })
  const file = (name: string) => join(folder, name)
  const request = ['-newkey', 'rsa:2048', '-nodes', '-sha256']
  openssl(
    'req',
    '-x509',
    ...request,
    '-days',
    '90',
    '-subj',
    '/CN=Lab CA',
    '-keyout',
    file('ca.key'),
    '-out',
    file('ca.pem'),
  )
  openssl('req', ...request, '-subj', `/CN=${names[0]}`, '-keyout', file('site.key'), '-out', file('site.csr'))
  const alternatives = [...names.map((name) => `DNS:${name}`), 'IP:127.0.0.1'].join(',')
  writeFileSync(file('site.ext'), `subjectAltName=${alternatives}\nextendedKeyUsage=serverAuth\n`)
  const signing = ['-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-CAcreateserial', '-days', '90', '-sha256']
  openssl('x509', '-req', '-in', file('site.csr'), ...signing, '-extfile', file('site.ext'), '-out', file('site.pem'))
  return {
    ca: readFileSync(file('ca.pem'), 'utf8'),
    caFile: file('ca.pem'),
    certificateFile: file('site.pem'),
    keyFile: file('site.key'),
  }
}
