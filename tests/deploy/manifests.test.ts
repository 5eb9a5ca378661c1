import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { type Setting, settings } from '../../server/platform/config/settings.ts'
import { inspectConfig } from '../../server/platform/config.ts'
import { withoutNginx } from './nginx.ts'

type Json = { [key: string]: Json } & Json[]
const deploy = fileURLToPath(new URL('../../deploy/', import.meta.url))
const read = (path: string) => readFileSync(join(deploy, path), 'utf8')

const names = Object.values<Setting>(settings).flatMap(({ name, file }) => (file ? [name, `${name}_FILE`] : [name]))
const unknown = (given: string[]) => given.filter((name) => name.startsWith('BM23_') && !names.includes(name))

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bm23-manifests-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the image', () => {
  const text = read('docker/Dockerfile')

  it('runs Node 24 as somebody without rights, from what a build stage made', () => {
    const stages = text.split(/^FROM /m).slice(1)
    expect(stages.map((one) => one.split(/[\s]/)[0])).toEqual(['node:24-bookworm-slim', 'node:24-bookworm-slim'])
    expect(stages[1]).toMatch(/^USER 10001:10001$/m)
    expect(stages[1]).not.toMatch(/npm (ci|install)/)
    expect(unknown([...text.matchAll(/\b(BM23_\w+)=/g)].map((one) => one[1] ?? ''))).toEqual([])
  })
})

describe('compose.yaml', () => {
  const file = parse(read('docker/compose.yaml'), { merge: true }) as Json
  const services = Object.entries(file.services ?? {})
  const ours = services.filter(([, one]) => String(one.image) === 'bm23')

  it('has two processes, one for jobs and one that migrates, none of which may do more than it must', () => {
    expect(ours.map(([name]) => name)).toEqual(['app-1', 'app-2', 'worker', 'migrate'])
    for (const [name, one] of ours) {
      expect([name, one.read_only, one.user, one.cap_drop]).toEqual([name, true, '10001:10001', ['ALL']])
      expect(one.security_opt).toEqual(['no-new-privileges:true'])
      expect(unknown(Object.keys(one.environment ?? {}))).toEqual([])
    }
    // only the migration knows the owner of the database
    expect(ours.filter(([, one]) => JSON.stringify(one).includes('owner')).map(([name]) => name)).toEqual(['migrate'])
  })

  it('publishes nginx and nothing else', () => {
    expect(services.filter(([, one]) => one.ports).map(([name]) => name)).toEqual(['nginx'])
  })

  it('names only what it has', () => {
    for (const [name, one] of services) {
      for (const secret of (one.secrets ?? []) as unknown as string[]) expect(file.secrets, name).toHaveProperty(secret)
      const before = Array.isArray(one.depends_on) ? one.depends_on.map(String) : Object.keys(one.depends_on ?? {})
      for (const other of before) expect(file.services, name).toHaveProperty(other)
      for (const volume of ((one.volumes ?? []) as unknown as string[]).map(
        (text) => String(text).split(':')[0] ?? '',
      )) {
        if (volume.startsWith('.')) expect(existsSync(join(deploy, 'docker', volume)), volume).toBe(true)
        else expect(file.volumes, name).toHaveProperty(volume)
      }
      if (one.build) expect(existsSync(join(deploy, '..', String(one.build.dockerfile)))).toBe(true)
    }
    for (const { file: path } of Object.values(file.secrets ?? {})) expect(String(path)).toMatch(/^\.\/secrets\//)
  })

  it('has secrets that BM23 accepts, made once and for their owner only', () => {
    const made = join(folder, 'secrets')
    execFileSync(join(deploy, 'docker/secrets.sh'), [made])
    expect(readdirSync(made).sort()).toEqual(Object.keys(file.secrets ?? {}).sort())
    for (const name of readdirSync(made)) expect(statSync(join(made, name)).mode & 0o077).toBe(0)
    const environment = ours.find(([name]) => name === 'app-1')?.[1].environment ?? {}
    const env = Object.fromEntries(
      Object.entries(environment).map(([name, value]) => [name, String(value).replace('/run/secrets/', `${made}/`)]),
    )
    const inspected = inspectConfig({ ...env, BM23_PUBLIC_URL: 'https://bm23.example.edu' })
    expect([inspected.problems, inspected.unknown]).toEqual([[], []])
    expect(inspected.config?.databaseUrl).toMatch(/^postgres:\/\/bm23_app:[0-9a-f]{48}@postgres\/bm23$/)
    expect(() => execFileSync(join(deploy, 'docker/secrets.sh'), [made], { stdio: 'ignore' })).toThrow()
  })

  it.skipIf(withoutNginx)(
    `has an nginx that understands what its script writes${withoutNginx ? `: ${withoutNginx}` : ''}`,
    () => {
      for (const name of ['etc', 'run', 'log']) execFileSync('mkdir', ['-p', join(folder, name)])
      const changes: [string, string][] = [
        ['/opt/nginx/', join(deploy, 'nginx/')],
        ['/etc/nginx/bm23', join(folder, 'etc')],
        ['/run/nginx.conf', join(folder, 'run/nginx.conf')],
        ['/run/tls', join(folder, 'run/tls')],
        // names of containers
        ['app-1:2323', '127.0.0.1:1'],
        ['app-2:2323', '127.0.0.1:2'],
        [
          'nginx -c',
          `sed -i 's#/etc/nginx/bm23#${folder}/etc#g; s#/run/nginx.pid#${folder}/run/pid#' ${folder}/run/nginx.conf ${folder}/etc/site.conf; /usr/sbin/nginx -t -q -c`,
        ],
        ['exec sed', 'sed'],
        [" -g 'daemon off;'", ''],
      ]
      let script = read('docker/nginx.sh')
      for (const [from, to] of changes) script = script.replaceAll(from, to)
      writeFileSync(join(folder, 'start.sh'), script)
      // nginx opens its output by name, which a socket has not
      const output = openSync(join(folder, 'output'), 'w')
      const env = { ...process.env, DOMAIN: 'a.example' }
      execFileSync('sh', [join(folder, 'start.sh')], { env, stdio: ['ignore', output, output] })
      expect(readFileSync(join(folder, 'etc/site.conf'), 'utf8')).toContain('server_name a.example;')
      expect(readFileSync(join(folder, 'run/nginx.conf'), 'utf8')).toContain('access_log /dev/stdout requests;')
    },
  )
})

/** What the level `restricted` of Kubernetes forbids, and what we do not want beside it. */
function faults(pod: Json): string[] {
  const found: string[] = []
  const security = pod.securityContext ?? ({} as Json)
  if (!security.runAsNonRoot || Number(security.runAsUser) === 0) found.push('root')
  if (String(security.seccompProfile?.type) !== 'RuntimeDefault') found.push('seccomp')
  if (pod.automountServiceAccountToken as unknown) found.push('token of the cluster')
  if (pod.hostNetwork || pod.hostPID || pod.hostIPC) found.push('host')
  for (const volume of pod.volumes ?? []) if (volume.hostPath) found.push('hostPath')
  const volumes = (pod.volumes ?? ([] as unknown as Json)).map((one) => String(one.name))
  for (const one of pod.containers ?? []) {
    const own = one.securityContext ?? ({} as Json)
    if ((own.allowPrivilegeEscalation as unknown) !== false) found.push('escalation')
    if (!own.readOnlyRootFilesystem) found.push('writable root')
    if (JSON.stringify(own.capabilities?.drop) !== '["ALL"]') found.push('capabilities')
    if (!one.resources?.limits?.memory || !one.resources.requests?.cpu) found.push('resources')
    for (const mount of one.volumeMounts ?? []) if (!volumes.includes(String(mount.name))) found.push('mount')
  }
  return found
}

describe('the manifests of Kubernetes', () => {
  const base = parse(read('kubernetes/base/kustomization.yaml')) as Json
  const overlay = parse(read('kubernetes/overlays/example/kustomization.yaml')) as Json
  const load = (path: string) => parseAllDocuments(read(path)).map((one) => one.toJS() as Json)
  const objects = (base.resources as unknown as string[]).flatMap((name) => load(`kubernetes/base/${name}`))
  const of = (kind: string) => objects.filter((one) => String(one.kind) === kind)
  const workloads = [...of('Deployment'), ...of('Job')]

  it('are well-formed and complete', () => {
    for (const name of readdirSync(join(deploy, 'kubernetes/base')).filter((one) => one !== 'kustomization.yaml')) {
      expect(base.resources).toContain(name)
    }
    for (const document of parseAllDocuments(read('kubernetes/overlays/example/ingress.yaml')))
      expect(document.errors).toEqual([])
    for (const one of objects) expect([one.apiVersion, one.kind, one.metadata?.name]).not.toContain(undefined)
    expect(workloads.map((one) => String(one.metadata?.name)).sort()).toEqual(['bm23', 'bm23-migrate', 'bm23-worker'])
    const literals = [base, overlay].flatMap((one) => one.configMapGenerator?.[0]?.literals as unknown as string[])
    expect(unknown(literals.map((one) => one.split('=')[0] ?? ''))).toEqual([])
    expect(literals.join()).not.toMatch(/password|postgres:/)
  })

  it('give the pods nothing they do not need', () => {
    for (const one of workloads) {
      expect([one.metadata?.name, faults(one.spec?.template?.spec as Json)]).toEqual([one.metadata?.name, []])
      const claims = (one.spec?.template?.spec?.volumes ?? ([] as unknown as Json)).flatMap((volume) =>
        volume.persistentVolumeClaim ? [String(volume.persistentVolumeClaim.claimName)] : [],
      )
      for (const claim of claims)
        expect(of('PersistentVolumeClaim').map((pvc) => String(pvc.metadata?.name))).toContain(claim)
    }
    const broken = structuredClone(workloads[0]?.spec?.template?.spec) as Json
    Object.assign(broken.containers?.[0]?.securityContext as object, { readOnlyRootFilesystem: false })
    Object.assign(broken.securityContext as object, { runAsUser: 0 })
    expect(faults(broken)).toEqual(['root', 'writable root'])
  })

  it('keep serving while pods come and go', () => {
    const app = of('Deployment').find((one) => String(one.metadata?.name) === 'bm23') as Json
    const pod = app.spec?.template?.spec as Json
    const container = pod.containers?.[0] as Json
    expect(app.spec?.strategy?.rollingUpdate).toEqual({ maxUnavailable: 0, maxSurge: 1 })
    expect(container.livenessProbe?.httpGet?.path).toBe('/health/live')
    expect(container.readinessProbe?.httpGet?.path).toBe('/health/ready')
    const labels = app.spec?.template?.metadata?.labels
    for (const selector of [
      app.spec?.selector?.matchLabels,
      of('Service')[0]?.spec?.selector,
      of('PodDisruptionBudget')[0]?.spec?.selector?.matchLabels,
    ]) {
      expect(labels).toMatchObject(selector as object)
    }
    // preStop, drain and the longest request fit in
    expect(Number(pod.terminationGracePeriodSeconds)).toBeGreaterThanOrEqual(5 + 20 + 60)
    expect(of('NetworkPolicy')[0]?.spec?.policyTypes).toEqual(['Ingress', 'Egress'])
  })

  it('keep the files where every pod reaches them, and nothing in a pod that another needs', () => {
    const literals = [base, overlay].flatMap((one) => one.configMapGenerator?.[0]?.literals as unknown as string[])
    const env = Object.fromEntries(literals.map((one) => one.split(/=(.*)/s) as [string, string]))
    for (const name of Object.keys(env).filter((one) => one.endsWith('_FILE'))) delete env[name]
    const secrets = { BM23_FILES_KEY: 'bm23:secret', BM23_DATABASE_URL: 'postgres://bm23@db/bm23' }
    const { config, problems } = inspectConfig({ ...env, ...secrets })
    expect([problems, config?.filesUrl]).toEqual([[], 'https://s3.example.edu/bm23'])
    const shared = of('PersistentVolumeClaim').filter((one) => JSON.stringify(one).includes('ReadWriteMany'))
    expect(shared).toEqual([])
    const app = of('Deployment').find((one) => String(one.metadata?.name) === 'bm23')
    expect(JSON.stringify(app?.spec?.template?.spec?.volumes)).not.toContain('persistentVolumeClaim')
  })

  it('let only the migration be the owner of the database', () => {
    const owners = workloads.filter((one) => JSON.stringify(one).includes('bm23-owner'))
    expect(owners.map((one) => one.kind)).toEqual(['Job'])
  })
})
