import { Anchor, Box, Button, Group, Stack, Text } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { downloadSubmission, type Submission } from '../../contract/submissions.ts'
import { saveFile } from '../api/call.ts'
import { asProblem } from '../api/problem.ts'
import { useFormat } from '../i18n/use-format.ts'
import { useToast } from '../ui/feedback/toast.ts'
import { StatusBadge, ToneBadge } from '../ui/status-badge.tsx'
import { ReviewDialog } from './review-dialog.tsx'

/** The versions of a milestone or document: the latest open, the earlier ones behind a button. */
export function Versions({ items }: { items: readonly Submission[] }) {
  const { t } = useTranslation()
  const [all, setAll] = useState(false)
  const [latest, ...older] = items
  if (!latest) return null
  return (
    <Stack gap="xs">
      <Version submission={latest} />
      {older.length > 0 && (
        <Button
          variant="subtle"
          size="compact-sm"
          w="fit-content"
          aria-expanded={all}
          className="bm-no-print"
          onClick={() => setAll(!all)}
        >
          {t('submissions.older', { count: older.length })}
        </Button>
      )}
      {all && older.map((submission) => <Version key={submission.id} submission={submission} />)}
    </Stack>
  )
}

function Version({ submission }: { submission: Submission }) {
  const { t } = useTranslation()
  const { moment, number } = useFormat()
  const [reviewing, setReviewing] = useState(false)
  const { version, late, decision, note, submittedBy, submittedAt, can } = submission
  return (
    <Box className="bm-surface" p="sm">
      <Group justify="space-between" gap="xs" align="flex-start">
        <div>
          <Group gap="xs">
            <Text fw={600}>{t('submissions.version', { version: number(version) })}</Text>
            {decision && <StatusBadge family="reviewDecision" status={decision} />}
            {late && <ToneBadge tone="bad">{t('submissions.late')}</ToneBadge>}
          </Group>
          <FileLink submission={submission} />
          <Text size="sm" c="dimmed">
            {t('submissions.by', { name: submittedBy.name, moment: moment(submittedAt) })}
          </Text>
        </div>
        {can.review && (
          <Button size="sm" className="bm-no-print" onClick={() => setReviewing(true)}>
            {t('submissions.review')}
          </Button>
        )}
      </Group>
      {note && <Words label={t('submissions.note.shown')} words={note} />}
      <Feedback submission={submission} />
      <ReviewDialog submission={submission} opened={reviewing} onClose={() => setReviewing(false)} />
    </Box>
  )
}

function FileLink({ submission }: { submission: Submission }) {
  const { t } = useTranslation()
  const { bytes } = useFormat()
  const toast = useToast()
  const { id, file } = submission
  if (file.scan === 'waiting' || file.scan === 'infected') return <LockedFile submission={submission} />
  const save = () =>
    saveFile(downloadSubmission, { params: { submissionId: id } }).catch((error: unknown) =>
      toast.failed(asProblem(error)),
    )
  return (
    <Group gap={6} wrap="nowrap">
      <IconDownload size={16} aria-hidden />
      <Anchor
        component="button"
        type="button"
        ta="left"
        aria-label={t('submissions.download', { name: file.name })}
        style={{ overflowWrap: 'anywhere' }}
        onClick={() => void save()}
      >
        {file.name}
      </Anchor>
      <Text size="sm" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
        {bytes(file.size)}
      </Text>
    </Group>
  )
}

/** A file that nobody may download: not yet, or never. */
function LockedFile({ submission: { file } }: { submission: Submission }) {
  const { t } = useTranslation()
  const { bytes } = useFormat()
  const waiting = file.scan === 'waiting'
  return (
    <Box my={2}>
      <Group gap={6}>
        <Text style={{ overflowWrap: 'anywhere' }}>{file.name}</Text>
        <Text size="sm" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
          {bytes(file.size)}
        </Text>
        <ToneBadge tone={waiting ? 'wait' : 'bad'}>
          {t(waiting ? 'submissions.beingChecked' : 'submissions.infected')}
        </ToneBadge>
      </Group>
      <Text size="sm" c="dimmed">
        {t(waiting ? 'submissions.beingCheckedHint' : 'submissions.infectedHint')}
      </Text>
    </Box>
  )
}

function Feedback({ submission: { feedback, decidedBy, decidedAt } }: { submission: Submission }) {
  const { t } = useTranslation()
  const { moment } = useFormat()
  if (!decidedBy) return null
  const told = { name: decidedBy.name, moment: moment(decidedAt) }
  if (feedback) return <Words label={t('submissions.feedback.shown', told)} words={feedback} />
  return (
    <Text size="sm" c="dimmed" mt="xs">
      {t('submissions.decided', told)}
    </Text>
  )
}

function Words({ label, words }: { label: string; words: string }) {
  return (
    <Box mt="xs" pl="sm" style={{ borderLeft: '3px solid var(--bm-line)' }}>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text style={{ whiteSpace: 'pre-line' }}>{words}</Text>
    </Box>
  )
}
