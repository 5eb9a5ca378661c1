import { Anchor, Box, Group, Text } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Todo } from '../../contract/reports.ts'
import { useFormat } from '../i18n/use-format.ts'
import type { VocabularyKey } from '../i18n/vocabulary-keys.ts'
import { topicOf } from '../projects/topic.ts'
import { EmptyState } from '../ui/feedback/empty-state.tsx'
import { ToneBadge } from '../ui/status-badge.tsx'
import classes from './dashboard.module.css'
import { targetOf } from './todo-target.ts'

interface Props {
  todos: readonly Todo[]
}

/** What waits for the reader, what is late first; every line leads to where it is done. */
export function TodoList({ todos }: Props) {
  const { t } = useTranslation()
  if (todos.length === 0) {
    return <EmptyState icon={IconCircleCheck} title={t('reports.todoNone')} hint={t('reports.todoNoneHint')} />
  }
  const sorted = todos.toSorted((a, b) => Number(b.overdue) - Number(a.overdue) || dayOf(a).localeCompare(dayOf(b)))
  return (
    <ul className={classes.list}>
      {sorted.map((todo) => (
        <li key={`${todo.kind} ${todo.project?.id ?? ''} ${todo.subject ?? ''}`}>
          <Task todo={todo} />
        </li>
      ))}
    </ul>
  )
}

const dayOf = ({ dueOn }: Todo) => dueOn ?? '9999'

function Task({ todo }: { todo: Todo }) {
  const { t } = useTranslation()
  const { number, day, locale } = useFormat()
  const { kind, project, subject, count, dueOn, overdue } = todo
  const target = targetOf(todo)
  const isDocument = subject === 'pre_defense' || subject === 'post_defense'
  const named = isDocument ? t(`documentKind.${subject}` satisfies VocabularyKey) : subject
  const about = [project && `${project.code} ${topicOf(project, locale)}`, named].filter(Boolean).join(' · ')
  return (
    <div className={classes.task}>
      <Box miw={0}>
        <Anchor component={Link} to={target.to} search={target.search as never} fw={600}>
          {t(`reports.todo.${kind}`)}
        </Anchor>
        {about && <Text size="sm">{about}</Text>}
        {dueOn && (
          <Text size="sm" c="dimmed">
            {t(kind === 'sheet.fill' ? 'reports.on' : 'reports.due', { date: day(dueOn) })}
          </Text>
        )}
      </Box>
      <Group gap="xs" wrap="nowrap">
        {overdue && kind !== 'sheet.fill' && <ToneBadge tone="bad">{t('reports.overdue')}</ToneBadge>}
        {count > 1 && <ToneBadge tone="wait">{number(count)}</ToneBadge>}
      </Group>
    </div>
  )
}
