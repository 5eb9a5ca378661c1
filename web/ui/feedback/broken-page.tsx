import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ErrorComponentProps } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiProblem } from '../../api/problem.ts'
import { EmptyState } from './empty-state.tsx'
import { useProblemText } from './problem-text.ts'

/** Shown in place of a screen that failed. Forms keep what was typed, so that a reload loses nothing. */
export function BrokenPage({ error }: ErrorComponentProps) {
  const { t } = useTranslation()
  const problemText = useProblemText()
  useEffect(() => console.error(error), [error])
  return (
    <EmptyState
      icon={IconAlertTriangle}
      heading={1}
      title={t('app.broken')}
      hint={error instanceof ApiProblem ? problemText(error) : t('app.brokenHint')}
      action={<Button onClick={() => window.location.reload()}>{t('app.reload')}</Button>}
    />
  )
}
