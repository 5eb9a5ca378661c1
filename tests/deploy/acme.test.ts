import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Nginx, siteName, startNginx, withoutNginx } from './nginx.ts'
import { certbot, type Pebble, startPebble, withoutAcme } from './pebble.ts'
import { visitor } from './visitor.ts'

const without = withoutNginx || withoutAcme

let folder: string
let nginx: Nginx
let pebble: Pebble

/** The serial number of the certificate that nginx shows; verified against the root when one is given. */
function shown(ca?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(
      { host: '127.0.0.1', port: nginx.httpsPort, servername: siteName, ca, rejectUnauthorized: ca !== undefined },
      () => {
        resolve(socket.getPeerCertificate().serialNumber)
        socket.destroy()
      },
    )
    socket.on('error', reject)
  })
}

describe.skipIf(without)(`certificates by ACME${without ? `: ${without}` : ''}`, () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'bm23-acme-'))
    // nobody behind: the authority and the browser ask nginx only
    nginx = await startNginx({ ports: [1, 2] })
    pebble = await startPebble(nginx.httpPort)
  })
  afterAll(async () => {
    await pebble?.close()
    await nginx?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('are issued by the webroot of nginx, and renewed under load with a reload that costs nobody anything', async () => {
    const live = join(folder, 'config/live', siteName)
    // as on a server: a first certificate of its own makes nginx start, the hook brings each real one in
    const hook = join(folder, 'reload')
    const { certificateFile, keyFile } = nginx.authority
    const reload = `kill -HUP $(cat ${nginx.folder}/nginx.pid)`
    const copy = `cp ${live}/fullchain.pem ${certificateFile} && cp ${live}/privkey.pem ${keyFile}`
    writeFileSync(hook, `#!/bin/sh\n${copy} && ${reload}\n`, { mode: 0o755 })
    copyFileSync(certificateFile, `${certificateFile}.lab`)
    const first = await shown(nginx.authority.ca)

    await certbot(
      folder,
      pebble,
      'certonly',
      '--webroot',
      '-w',
      join(nginx.folder, 'acme'),
      '-d',
      siteName,
      '--deploy-hook',
      hook,
    )
    expect(readFileSync(certificateFile, 'utf8')).not.toBe(readFileSync(`${certificateFile}.lab`, 'utf8'))
    const root = await pebble.root()
    await expect.poll(() => shown(root).catch(() => first), { timeout: 10_000 }).not.toBe(first)
    const issued = await shown(root)

    const guest = visitor({ ...nginx, authority: { ...nginx.authority, ca: root } })
    const statuses: unknown[] = []
    let going = true
    const load = Promise.all(
      [1, 2, 3, 4].map(async () => {
        while (going) statuses.push(await guest.send('GET', '/health/live').then((one) => one.status, String))
      }),
    )
    await certbot(folder, pebble, 'renew', '--force-renewal', '--no-random-sleep-on-renew')
    await expect.poll(() => shown(root), { timeout: 10_000 }).not.toBe(issued)
    going = false
    await load
    guest.close()
    expect(statuses.length).toBeGreaterThan(50)
    expect([...new Set(statuses)]).toEqual([404])
  }, 120_000)

  it('are not given for a name that is not ours', async () => {
    const args = ['certonly', '--webroot', '-w', join(nginx.folder, 'acme'), '-d', 'other.bm23.test']
    await expect(certbot(folder, pebble, ...args)).rejects.toThrow(/unauthorized|Some challenges have failed/i)
  })
})
