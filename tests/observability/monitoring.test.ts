import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { createMetrics } from '../../server/platform/observe/metrics.ts'
import { withoutAlertmanager, withoutPrometheus } from './programs.ts'

interface Rule {
  alert: string
  expr: string
  labels: { severity: string }
  annotations: { summary: string; runbook_url: string }
}
interface RuleTest {
  name: string
  alert_rule_test: { alertname: string; exp_alerts: object[] }[]
}
interface Panel {
  id: number
  title: string
  targets: { expr: string }[]
}

const root = fileURLToPath(new URL('../../', import.meta.url))
const folder = `${root}deploy/monitoring/`
const read = (name: string) => readFileSync(folder + name, 'utf8')
const rules: Rule[] = parse(read('alerts.yml')).groups.flatMap((group: { rules: Rule[] }) => group.rules)
const tests: RuleTest[] = parse(read('alerts.test.yml')).tests
const panels: Panel[] = JSON.parse(read('dashboard.json')).panels
const expressions = [...rules.map((one) => one.expr), ...panels.flatMap((one) => one.targets.map(({ expr }) => expr))]

/** Where a link to a heading of a document goes. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-')

const promtool = (...args: string[]) => execFileSync('promtool', args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' })

describe('the alerts', () => {
  it('are at least fifteen, each with a severity and a summary', () => {
    expect(rules.length).toBeGreaterThanOrEqual(15)
    expect(new Set(rules.map((one) => one.alert)).size).toBe(rules.length)
    expect(rules.filter((one) => !/^(critical|warning)$/.test(one.labels.severity))).toEqual([])
    expect(rules.filter((one) => !one.annotations.summary)).toEqual([])
  })

  it('each lead to what is to be done', () => {
    const document = readFileSync(`${root}docs/monitoring.md`, 'utf8')
    const anchors = [...document.matchAll(/^#+ (.*)$/gm)].map(
      ([, heading = '']) => `docs/monitoring.md#${anchorOf(heading)}`,
    )
    expect(rules.map((one) => one.annotations.runbook_url).filter((link) => !anchors.includes(link))).toEqual([])
  })

  it('are each shown to fire and to be silent', () => {
    const shown = (fires: boolean) =>
      tests.flatMap(({ alert_rule_test }) =>
        alert_rule_test.filter((one) => one.exp_alerts.length > 0 === fires).map((one) => one.alertname),
      )
    const names = rules.map((one) => one.alert).toSorted()
    expect([...new Set(shown(true))].toSorted()).toEqual(names)
    expect([...new Set(shown(false))].toSorted()).toEqual(names)
  })
})

describe('the dashboard', () => {
  it('has panels with a title and a number of their own', () => {
    expect(panels.length).toBeGreaterThan(15)
    for (const key of ['id', 'title'] as const) expect(new Set(panels.map((one) => one[key])).size).toBe(panels.length)
  })
})

it('every figure that alerts and dashboard ask for is in /metrics', async () => {
  const metrics = createMetrics('x')
  metrics.watchProcess()
  const known = new Set(
    (await metrics.registry.getMetricsAsJSON()).flatMap(({ name, type }) =>
      String(type) === 'histogram' ? [`${name}_bucket`, `${name}_count`, `${name}_sum`] : [name],
    ),
  )
  const asked = expressions.flatMap((one) => one.match(/\b(?:bm23|nodejs|process)_\w+/g) ?? [])
  expect(asked.length).toBeGreaterThan(40)
  expect([...new Set(asked)].filter((name) => !known.has(name))).toEqual([])
  // and nothing is counted that nobody looks at
  const bases = new Set(asked.map((name) => name.replace(/_(bucket|count|sum)$/, '')))
  expect(
    [...known]
      .map((name) => name.replace(/_(bucket|count|sum)$/, ''))
      .filter((name) => /^bm23/.test(name) && !bases.has(name)),
  ).toEqual([])
})

describe.skipIf(withoutPrometheus)(`promtool${withoutPrometheus ? `: ${withoutPrometheus}` : ''}`, () => {
  it('accepts the configuration, and proves the alerts', () => {
    expect(promtool('check', 'config', 'prometheus.yml')).toContain('SUCCESS')
    expect(promtool('test', 'rules', 'alerts.test.yml')).toContain('SUCCESS')
  }, 90_000)

  it('reads every expression of the dashboard', () => {
    const scratch = mkdtempSync(join(tmpdir(), 'bm23-dashboard-'))
    const file = join(scratch, 'dashboard.yml')
    const recorded = panels.flatMap((one) => one.targets).map(({ expr }, index) => ({ record: `panel:${index}`, expr }))
    writeFileSync(file, stringify({ groups: [{ name: 'dashboard', rules: recorded }] }))
    expect(promtool('check', 'rules', file)).toContain(`${recorded.length} rules found`)
    writeFileSync(file, stringify({ groups: [{ name: 'broken', rules: [{ record: 'x', expr: 'sum(' }] }] }))
    expect(() => promtool('check', 'rules', file)).toThrow()
    rmSync(scratch, { recursive: true })
  })
})

it.skipIf(withoutAlertmanager)('amtool accepts the example of Alertmanager', () => {
  expect(execFileSync('amtool', ['check-config', 'alertmanager.yml'], { cwd: folder, encoding: 'utf8' })).toContain(
    'SUCCESS',
  )
})
