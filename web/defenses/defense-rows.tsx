import { Box, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Defense } from '../../contract/defenses.ts'
import { StatusBadge } from '../ui/status-badge.tsx'
import { ProjectLink } from './project-link.tsx'
import classes from './schedule.module.css'

interface Props {
  defenses: readonly Defense[]
}

/** The defenses of one room on one day in the order of their time. */
export function DefenseRows({ defenses }: Props) {
  return (
    <ul className={classes.rows}>
      {defenses.map((defense) => (
        <DefenseRow key={defense.projectId} defense={defense} />
      ))}
    </ul>
  )
}

function DefenseRow({ defense }: { defense: Defense }) {
  const { t } = useTranslation()
  const { startsAt, endsAt, project, members, advisor, committee, status, missing, reason } = defense
  return (
    <li className={classes.row}>
      <Text className={classes.time} fw={600}>
        {startsAt ? `${startsAt}–${endsAt}` : '–'}
      </Text>
      <Box>
        <ProjectLink project={project} tab="defense" />
        <Text size="sm" c="dimmed">
          {members.map(({ code, name }) => `${name} (${code})`).join(', ')}
        </Text>
      </Box>
      <dl className={classes.people}>
        <Person role={t('defenses.advisor')} name={advisor.name} />
        {committee.map(({ seat, advisorId, name }) => (
          <Person key={advisorId} role={t(`seat.${seat}`)} name={name} />
        ))}
      </dl>
      <Box className={classes.state}>
        <StatusBadge family="defenseStatus" status={status} />
        {reason && <Text size="sm">{reason}</Text>}
        {status === 'unscheduled' && missing.length > 0 && (
          <Text size="sm" c="dimmed">
            {t('defenses.lacks')}: {missing.map((what) => t(`defenses.lacks.${what}`)).join(', ')}
          </Text>
        )}
      </Box>
    </li>
  )
}

function Person({ role, name }: { role: string; name: string }) {
  return (
    <div>
      <dt>{role}</dt>
      <dd>{name}</dd>
    </div>
  )
}
