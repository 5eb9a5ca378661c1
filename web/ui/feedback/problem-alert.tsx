import { Alert, Button, Text } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ApiProblem } from '../../api/problem.ts'
import { useProblemText } from './problem-text.ts'

interface Props {
  problem: ApiProblem
  onRetry?: () => void
}

/** A problem where it happened: the sentence, the reference for the administrator, and the way to try again. */
export function ProblemAlert({ problem, onRetry }: Props) {
  const { t } = useTranslation()
  const say = useProblemText()
  return (
    <Alert color="red" icon={<IconAlertCircle aria-hidden />} role="alert">
      <Text size="md">{say(problem)}</Text>
      {problem.status >= 500 && problem.requestId && (
        <Text size="xs">{t('problem.request', { id: problem.requestId })}</Text>
      )}
      {onRetry && (
        <Button variant="default" size="xs" mt="xs" onClick={onRetry}>
          {t('action.retry')}
        </Button>
      )}
    </Alert>
  )
}
