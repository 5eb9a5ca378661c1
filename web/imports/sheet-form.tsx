import { Button, Group, List, Stack, Text } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ImportKind, maxSheetBytes, reviewImport } from '../../contract/imports.ts'
import { headingOf } from '../../contract/words.ts'
import type { ApiProblem } from '../api/problem.ts'
import { useFormat } from '../i18n/use-format.ts'
import { ProblemAlert } from '../ui/feedback/problem-alert.tsx'
import { useAction } from '../ui/feedback/use-action.ts'
import { FileDrop } from '../ui/form/file-drop.tsx'

interface Props {
  kind: ImportKind
  yearId: string | undefined
}

/** Takes the file and has it read; nothing is written before the review. */
export function SheetForm({ kind, yearId }: Props) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [file, setFile] = useState<File | null>(null)
  const [missing, setMissing] = useState<string | null>(null)
  const [percent, setPercent] = useState<number | null>(null)
  const review = useAction(reviewImport, {
    quiet: true,
    onDone: ({ id }) => void navigate({ to: `/imports/${id}` }),
  })
  const send = async () => {
    if (!file) return setMissing(t('problem.submission.missingFile'))
    setPercent(0)
    const body = yearId ? { yearId } : {}
    await review.run({ params: { kind }, body, file, onProgress: setPercent })
    setPercent(null)
  }
  const choose = (chosen: File | null) => {
    setFile(chosen)
    setMissing(null)
    review.clear()
  }
  return (
    <Stack maw="40rem">
      {review.problem && <Refused problem={review.problem} kind={kind} />}
      <FileDrop
        label={t('imports.sheet', { kind: t(`importKind.${kind}`) })}
        file={file}
        onFile={choose}
        maxBytes={maxSheetBytes}
        types={['xlsx', 'csv']}
        percent={review.pending ? percent : null}
        error={missing}
      />
      <Group gap="sm">
        <Button onClick={() => void send()} loading={review.pending}>
          {t('imports.toReview')}
        </Button>
        <Text size="sm" c="dimmed" role="status">
          {review.pending && percent === 100 ? t('imports.reading') : t('imports.nothingYet')}
        </Text>
      </Group>
    </Stack>
  )
}

/** Why the file as a whole was refused; for missing columns, which headings it needs. */
function Refused({ problem, kind }: { problem: ApiProblem; kind: ImportKind }) {
  const { t } = useTranslation()
  const { locale, number, bytes } = useFormat()
  const { keys, limit, what } = problem.data
  return (
    <div>
      <ProblemAlert problem={problem} />
      {problem.code === 'import.missingColumns' && Array.isArray(keys) && (
        <Stack gap={4} mt="xs">
          <Text size="sm">{t('imports.missing')}</Text>
          <List size="sm">
            {keys.map((key) => (
              <List.Item key={String(key)}>{headingOf(locale, kind, String(key))}</List.Item>
            ))}
          </List>
        </Stack>
      )}
      {problem.code === 'import.tooManyRows' && typeof limit === 'number' && (
        <Text size="sm" mt="xs">
          {t('imports.limit', { limit: what === 'bytes' ? bytes(limit) : number(limit) })}
        </Text>
      )}
    </div>
  )
}
