import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Dashboard } from '../../contract/reports.ts'
import { ProjectLink } from '../defenses/project-link.tsx'
import { useFormat } from '../i18n/use-format.ts'
import classes from './dashboard.module.css'

interface Props {
  coming: Dashboard['coming']
}

/** Milestones and defenses of the coming fourteen days. */
export function ComingList({ coming }: Props) {
  const { t } = useTranslation()
  const { day } = useFormat()
  if (coming.length === 0) return <Text c="dimmed">{t('reports.comingNone')}</Text>
  return (
    <ul className={classes.list}>
      {coming.map(({ kind, on, at, name, project }) => (
        <li key={`${kind} ${project.id} ${name}`}>
          <Text fw={600}>
            {day(on)}
            {at ? `, ${at.slice(0, 5)}` : ''}
          </Text>
          <Text size="sm">
            {t(`reports.coming.${kind}`)}: {kind === 'defense' ? t('reports.room', { name }) : name}
          </Text>
          <ProjectLink project={project} tab={kind === 'defense' ? 'defense' : 'milestones'} />
        </li>
      ))}
    </ul>
  )
}
