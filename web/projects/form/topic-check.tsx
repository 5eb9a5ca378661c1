import { Alert, Anchor, Box, Group, Mark, Stack, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { checkTopic, type SimilarProject } from '../../../contract/projects.ts'
import { call } from '../../api/call.ts'
import { asProblem } from '../../api/problem.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { ProblemAlert } from '../../ui/feedback/problem-alert.tsx'
import { ToneBadge } from '../../ui/status-badge.tsx'
import classes from './topic-check.module.css'

/** The most similar projects of all years while the topic is being typed. Asked when the typing pauses. */
export function useTopicCheck(topicLo: string, topicEn: string, exceptProjectId?: string) {
  const [typed] = useDebouncedValue({ topicLo: topicLo.trim(), topicEn: topicEn.trim() }, 600)
  const enough = typed.topicLo.length >= 5 || typed.topicEn.length >= 5
  return useQuery({
    queryKey: [checkTopic.operationId, typed, exceptProjectId],
    queryFn: ({ signal }) =>
      call(checkTopic, { body: { ...typed, ...(exceptProjectId ? { exceptProjectId } : {}) }, signal }),
    enabled: enough,
    placeholderData: keepPreviousData,
  })
}

interface Props {
  check: ReturnType<typeof useTopicCheck>
  /** The office may let a held topic pass with a reason. */
  office: boolean
  /** The field for that reason. */
  children?: ReactNode
}

/** What the check found: nothing, something below the limit, or that the registration is held and why. */
export function TopicCheck({ check, office, children }: Props) {
  const { t } = useTranslation()
  const { number } = useFormat()
  if (check.isError) return <ProblemAlert problem={asProblem(check.error)} onRetry={() => void check.refetch()} />
  const found = check.data
  const threshold = number(found?.threshold)
  return (
    <Stack gap="sm" aria-live="polite">
      {!found && (
        <Text c="dimmed" size="sm">
          {t('projects.checkHint')}
        </Text>
      )}
      {found && !found.held && (
        <Group gap="xs" wrap="nowrap" align="flex-start">
          <IconCircleCheck size={18} aria-hidden color="var(--mantine-color-green-7)" />
          <Text size="sm">
            {found.items.length === 0 ? t('projects.checkNone') : t('projects.checkOk', { threshold })}
          </Text>
        </Group>
      )}
      {found?.held && (
        <Alert color="yellow" icon={<IconAlertTriangle aria-hidden />} title={t('projects.held')}>
          {t(office ? 'projects.heldOffice' : 'projects.heldStudent', { threshold })}
        </Alert>
      )}
      {found && <SimilarList items={found.items} threshold={found.threshold} />}
      {found?.held && office && children}
    </Stack>
  )
}

function SimilarList({ items, threshold }: { items: readonly SimilarProject[]; threshold: number }) {
  const { t } = useTranslation()
  const { number } = useFormat()
  if (items.length === 0) return null
  return (
    <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
      {items.map((item) => (
        <Box component="li" key={`${item.yearName} ${item.code}`} className="bm-surface" p="xs">
          <Group gap="xs" justify="space-between">
            <Text size="sm" fw={600}>
              {item.id ? (
                <Anchor component={Link} to={`/projects/${item.id}`} target="_blank" underline="always">
                  {item.code}
                </Anchor>
              ) : (
                item.code
              )}{' '}
              · {item.yearName}
            </Text>
            <ToneBadge tone={item.similarity >= threshold ? 'bad' : 'idle'}>
              {t('projects.similarity', { percent: number(item.similarity) })}
            </ToneBadge>
          </Group>
          <Text size="sm" lang="lo">
            <Marked text={item.topicLo} parts={item.shared.topicLo} />
          </Text>
          <Text size="sm" c="dimmed" lang="en">
            <Marked text={item.topicEn} parts={item.shared.topicEn} />
          </Text>
        </Box>
      ))}
    </Stack>
  )
}

/** A topic with the words marked that the typed one has too. */
function Marked({ text, parts }: { text: string; parts: readonly (readonly [number, number])[] }) {
  const pieces = parts.flatMap(([from, to], at) => [
    text.slice(parts[at - 1]?.[1] ?? 0, from),
    <Mark key={from} className={classes.shared}>
      {text.slice(from, to)}
    </Mark>,
  ])
  return (
    <>
      {pieces}
      {text.slice(parts.at(-1)?.[1] ?? 0)}
    </>
  )
}
