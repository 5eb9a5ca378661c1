import { useTranslation } from 'react-i18next'
import type { CheckState, SystemStatus } from '../../contract/system.ts'
import { useFormat } from '../i18n/use-format.ts'
import { DefinitionList } from '../ui/definition-list.tsx'
import { Section } from '../ui/section.tsx'
import { ToneBadge } from '../ui/status-badge.tsx'

const tones = { ok: 'good', degraded: 'wait', failed: 'bad', off: 'idle' } as const

export function StateBadge({ state }: { state: CheckState | 'off' }) {
  const { t } = useTranslation()
  return <ToneBadge tone={tones[state]}>{t(`system.state.${state}`)}</ToneBadge>
}

/** What must work for the installation to serve, and how long each took to answer. */
export function CheckList({ checks }: Pick<SystemStatus, 'checks'>) {
  const { t } = useTranslation()
  const { number } = useFormat()
  return (
    <Section title={t('system.checks')}>
      <DefinitionList
        items={checks.map(({ name, state, ms }) => ({
          term: t(`system.check.${name}`),
          value: (
            <>
              <StateBadge state={state} /> {t('system.ms', { ms: number(ms) })}
            </>
          ),
        }))}
      />
    </Section>
  )
}
