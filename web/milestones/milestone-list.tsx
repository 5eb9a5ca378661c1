import { Box, Button, Group, Progress, Stack, Text, Title } from '@mantine/core'
import { IconCalendarEvent } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listMilestones, type Milestone } from '../../contract/milestones.ts'
import { queryFor } from '../api/queries.ts'
import { useFormat } from '../i18n/use-format.ts'
import { EmptyState } from '../ui/feedback/empty-state.tsx'
import { Loaded } from '../ui/feedback/loaded.tsx'
import { Section } from '../ui/section.tsx'
import { StatusBadge, ToneBadge } from '../ui/status-badge.tsx'
import { RescheduleDialog } from './reschedule-dialog.tsx'

interface Props {
  projectId: string
  /** What was handed in for a milestone, and what can be handed in now. */
  work: (milestone: Milestone) => ReactNode
}

/** The milestones of a project in order, with due dates and what was handed in for each. */
export function MilestoneList({ projectId, work }: Props) {
  const { t } = useTranslation()
  const query = useQuery(queryFor(listMilestones, { params: { projectId } }))
  return (
    <Loaded query={query} rows={8}>
      {({ items }) =>
        items.length === 0 ? (
          <Box className="bm-surface">
            <EmptyState icon={IconCalendarEvent} title={t('milestones.empty')} hint={t('milestones.emptyHint')} />
          </Box>
        ) : (
          <Section title={t('milestones.list')}>
            <Done items={items} />
            <Stack component="ol" gap={0} p={0} m={0} style={{ listStyle: 'none' }}>
              {items.map((milestone) => (
                <Item key={milestone.id} milestone={milestone}>
                  {work(milestone)}
                </Item>
              ))}
            </Stack>
          </Section>
        )
      }
    </Loaded>
  )
}

function Done({ items }: { items: readonly Milestone[] }) {
  const { t } = useTranslation()
  const { number } = useFormat()
  const done = items.filter(({ status }) => status === 'approved').length
  const text = t('milestones.done', { done: number(done), total: number(items.length) })
  return (
    <Group gap="sm" mb="sm">
      <Progress value={(done / items.length) * 100} w={160} aria-label={text} />
      <Text size="sm">{text}</Text>
    </Group>
  )
}

function Item({ milestone, children }: { milestone: Milestone; children: ReactNode }) {
  const { t } = useTranslation()
  const { day, moment, number } = useFormat()
  const [moving, setMoving] = useState(false)
  const { name, position, dueOn, status, overdue, submittedAt, can } = milestone
  return (
    <Box component="li" py="md" style={{ borderTop: '1px solid var(--bm-line)' }}>
      <Group justify="space-between" gap="xs" align="flex-start">
        <div>
          <Group gap="xs">
            <Title order={3} size="h4">
              {number(position)}. {name}
            </Title>
            <StatusBadge family="milestoneStatus" status={status} />
            {overdue && <ToneBadge tone="bad">{t('milestones.overdue')}</ToneBadge>}
          </Group>
          <Text size="sm" c="dimmed">
            {t('milestones.due', { day: day(dueOn) })}
            {submittedAt && ` · ${t('milestones.submittedAt', { moment: moment(submittedAt) })}`}
          </Text>
        </div>
        {can.manage && (
          <Button variant="default" size="xs" className="bm-no-print" onClick={() => setMoving(true)}>
            {t('milestones.reschedule')}
          </Button>
        )}
      </Group>
      {children}
      <RescheduleDialog milestone={milestone} opened={moving} onClose={() => setMoving(false)} />
    </Box>
  )
}
