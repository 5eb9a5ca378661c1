import { execFileSync } from 'node:child_process'

function isInstalled(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Debian calls it differently from everybody else, so that it is beside other packages' programs. */
export const alertmanager = ['prometheus-alertmanager', 'alertmanager'].find(isInstalled)

/** Why tests with Prometheus are left out; false where they can run. */
export const withoutPrometheus =
  !(isInstalled('promtool') && isInstalled('prometheus')) && 'Prometheus is not installed (package prometheus)'
export const withoutAlertmanager =
  !(alertmanager && isInstalled('amtool')) && 'Alertmanager is not installed (package prometheus-alertmanager)'
