import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { stringify } from 'yaml'
import { runCommand, type ServerProcess, startProcess } from '../server-process.ts'
import { type Cluster, freePort, startCluster, withoutPostgres } from '../serving/postgres.ts'
import { type Catcher, startCatcher } from './catcher.ts'
import { alertmanager, withoutAlertmanager, withoutPrometheus } from './programs.ts'

const why = withoutPostgres || withoutPrometheus || withoutAlertmanager
const rules = fileURLToPath(new URL('../../deploy/monitoring/alerts.yml', import.meta.url))

let folder: string
let cluster: Cluster
let server: ServerProcess
let webhook: Catcher
const children: ChildProcess[] = []

function start(program: string, args: readonly string[]): void {
  children.push(spawn(program, args, { cwd: folder, stdio: 'ignore' }))
}

/** The same alerts in a hurry: nobody waits minutes in a test. */
function hurried(text: string): string {
  return text.replace(/for: \d+[smh]/g, 'for: 1s').replace(/\[\d+[mh]\]/g, '[12s]')
}

/** What the webhook was told of an alert: `firing`, `resolved`. */
const told = (name: string): string[] =>
  webhook.bodies
    .flatMap((body) => JSON.parse(body).alerts as { status: string; labels: { alertname: string } }[])
    .filter((one) => one.labels.alertname === name)
    .map((one) => one.status)

async function startMonitoring(metricsPort: number): Promise<void> {
  const [prometheusPort, managerPort] = [await freePort(), await freePort()]
  writeFileSync(join(folder, 'alerts.yml'), hurried(readFileSync(rules, 'utf8')))
  const prometheus = {
    global: { scrape_interval: '2s', scrape_timeout: '2s', evaluation_interval: '1s' },
    rule_files: ['alerts.yml'],
    alerting: { alertmanagers: [{ static_configs: [{ targets: [`127.0.0.1:${managerPort}`] }] }] },
    scrape_configs: [{ job_name: 'bm23', static_configs: [{ targets: [`127.0.0.1:${metricsPort}`] }] }],
  }
  writeFileSync(join(folder, 'prometheus.yml'), stringify(prometheus))
  const manager = {
    route: {
      ...{ receiver: 'test', group_by: ['alertname'], group_wait: '0s', group_interval: '1s', repeat_interval: '1h' },
    },
    receivers: [{ name: 'test', webhook_configs: [{ url: `http://127.0.0.1:${webhook.port}/`, send_resolved: true }] }],
  }
  writeFileSync(join(folder, 'alertmanager.yml'), stringify(manager))
  start(alertmanager as string, [
    ...['--config.file=alertmanager.yml', '--storage.path=manager', '--cluster.listen-address='],
    `--web.listen-address=127.0.0.1:${managerPort}`,
  ])
  start('prometheus', [
    ...['--config.file=prometheus.yml', '--storage.tsdb.path=metrics'],
    `--web.listen-address=127.0.0.1:${prometheusPort}`,
  ])
  const up = `http://127.0.0.1:${prometheusPort}/api/v1/query?query=up`
  const isUp = async () => JSON.stringify(await (await fetch(up)).json()).includes('"1"]')
  await vi.waitUntil(() => isUp().catch(() => false), { timeout: 30_000, interval: 300 })
}

describe.skipIf(why)(`alerts from end to end${why ? `: ${why}` : ''}`, () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'bm23-alerting-'))
    webhook = await startCatcher()
    cluster = await startCluster()
    const metricsPort = await freePort()
    const env = { BM23_DATA_DIR: folder, BM23_DATABASE_URL: cluster.url, BM23_LOG_LEVEL: 'fatal' }
    expect((await runCommand(['migrate'], env)).err).toBe('')
    server = await startProcess(['serve'], { ...env, BM23_METRICS_PORT: String(metricsPort) })
    await startMonitoring(metricsPort)
  }, 90_000)
  afterAll(async () => {
    for (const child of children) {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      if (child.exitCode === null) {
        child.kill('SIGKILL')
        await gone
      }
    }
    await server?.end('SIGTERM')
    cluster?.close()
    await webhook?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('a worker shows that it works, by itself and to the server', async () => {
    const ready = async (url: string) => (await (await fetch(`${url}/health/ready`)).json()) as { state: string }
    expect(await ready(server.url)).toMatchObject({ state: 'degraded', checks: { jobs: { state: 'degraded' } } })
    const port = String(await freePort())
    const env = { BM23_DATA_DIR: folder, BM23_DATABASE_URL: cluster.url, BM23_METRICS_PORT: port }
    const worker = await startProcess(['worker'], env)
    await expect.poll(async () => (await ready(worker.url)).state, { timeout: 30_000, interval: 500 }).toBe('ok')
    expect((await ready(server.url)).state).toBe('ok')
    const figures = await (await fetch(`${worker.url}/metrics`)).text()
    expect(figures).toMatch(/^bm23_job_duration_seconds_count\{queue="heartbeat",outcome="ok"\} [1-9]/m)
    expect(await worker.end('SIGTERM')).toBe(0)
  }, 60_000)

  it('a database that hangs, and the failures it makes, are told, and told again when they are over', async () => {
    const cookie = `bm23=${'x'.repeat(43)}`
    const ask = () => fetch(`${server.url}/api/v1/accounts`, { headers: { cookie } }).catch(() => null)
    expect(told('BM23DatabaseDown')).toEqual([])
    cluster.freeze()
    const broken = performance.now()
    // one after the other, so that there is a rate of them
    const burst = (async () => {
      for (let i = 0; i < 6; i += 1) await Promise.all(Array.from({ length: 5 }, ask))
    })()
    await expect.poll(() => told('BM23DatabaseDown'), { timeout: 40_000, interval: 200 }).toContain('firing')
    await expect.poll(() => told('BM23Errors'), { timeout: 40_000, interval: 200 }).toContain('firing')
    expect(performance.now() - broken).toBeLessThan(120_000)
    cluster.thaw()
    await burst
    for (let i = 0; i < 20; i += 1) await ask()
    await expect.poll(() => told('BM23DatabaseDown'), { timeout: 40_000, interval: 200 }).toContain('resolved')
    await expect.poll(() => told('BM23Errors'), { timeout: 40_000, interval: 200 }).toContain('resolved')
    expect(told('BM23DiskFull')).toEqual([])
    expect(told('BM23Down')).toEqual([])
  }, 150_000)
})
