import { Anchor, Group, Text, VisuallyHidden } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Advisor, PlaceKind } from '../../contract/advisors.ts'
import { useFormat } from '../i18n/use-format.ts'
import { ToneBadge } from '../ui/status-badge.tsx'

interface Props {
  advisor: Advisor
  kind: PlaceKind
  /** Whether the reader may open the projects behind the number. */
  linked: boolean
}

/** Taken places of all places, `6 / 5`; more than there are is marked in words. */
export function Load({ advisor, kind, linked }: Props) {
  const { t } = useTranslation()
  const { number } = useFormat()
  const [taken, quota] = [advisor.loads[kind], advisor.quotas[kind]]
  const text = `${number(taken)} / ${number(quota)}`
  return (
    <Group gap="xs" justify="flex-end" wrap="wrap" display="inline-flex">
      {taken > quota && <ToneBadge tone="bad">{t('advisors.over', { count: taken - quota })}</ToneBadge>}
      {linked && kind === 'supervising' && taken > 0 ? (
        <Anchor component={Link} to="/projects" search={{ advisorId: advisor.id } as never} inherit>
          {text}
          <VisuallyHidden>{t('advisors.projectsOf', { name: advisor.name })}</VisuallyHidden>
        </Anchor>
      ) : (
        <Text span inherit>
          {text}
        </Text>
      )}
    </Group>
  )
}

/** Places that are left to supervise a project. */
export function FreePlaces({ advisor: { quotas, loads } }: { advisor: Advisor }) {
  const { t } = useTranslation()
  const { number } = useFormat()
  const left = quotas.supervising - loads.supervising
  return left > 0 ? <b>{number(left)}</b> : <ToneBadge tone="idle">{t('advisors.full')}</ToneBadge>
}
