import { Button, Group, Stack, Table, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { reopenSheet, type ScoreSheet } from '../../contract/scoring.ts'
import { useFormat } from '../i18n/use-format.ts'
import { ReasonDialog } from '../ui/feedback/reason-dialog.tsx'
import { useAction } from '../ui/feedback/use-action.ts'
import { StatusBadge } from '../ui/status-badge.tsx'

interface Props {
  sheet: ScoreSheet
}

/** A sheet to read: who gave which score, and when it was handed in. */
export function SheetView({ sheet }: Props) {
  const { t } = useTranslation()
  const { moment } = useFormat()
  const { evaluator, person, status, comment, submittedAt } = sheet
  return (
    <Stack component="article" gap="xs">
      <Group justify="space-between" gap="xs" align="flex-start">
        <div>
          <Title order={3} size="h4">
            {t(`evaluator.${evaluator}`)}
          </Title>
          <Text size="sm">{person.name}</Text>
        </div>
        <StatusBadge family="sheetStatus" status={status} />
      </Group>
      <Scores sheet={sheet} />
      {comment && <Text style={{ whiteSpace: 'pre-line' }}>{comment}</Text>}
      {submittedAt && (
        <Text size="sm" c="dimmed">
          {t('scoring.handedInAt', { moment: moment(submittedAt) })}
        </Text>
      )}
      <Reopen sheet={sheet} />
    </Stack>
  )
}

function Scores({ sheet }: Props) {
  const { t } = useTranslation()
  const { number } = useFormat()
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('scoring.item')}</Table.Th>
          <Table.Th ta="right">{t('scoring.score')}</Table.Th>
          <Table.Th ta="right">{t('scoring.maximum')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {sheet.items.map(({ itemId, name, maximum, score }) => (
          <Table.Tr key={itemId}>
            <Table.Td>{name}</Table.Td>
            <Table.Td ta="right">{number(score)}</Table.Td>
            <Table.Td ta="right">{number(maximum)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
      <Table.Tfoot>
        <Table.Tr>
          <Table.Th scope="row">{t('scoring.total')}</Table.Th>
          <Table.Th ta="right">{number(sheet.total)}</Table.Th>
          <Table.Th ta="right">{number(sheet.maximum)}</Table.Th>
        </Table.Tr>
      </Table.Tfoot>
    </Table>
  )
}

function Reopen({ sheet }: Props) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  const close = () => setAsking(false)
  const reopen = useAction(reopenSheet, { done: t('scoring.reopened'), onDone: close, quiet: true })
  const { projectId, evaluator, version, person, can } = sheet
  const { name } = person
  if (!can.reopen && !asking) return null
  return (
    <Group className="bm-no-print">
      {can.reopen && (
        <Button variant="default" size="xs" onClick={() => setAsking(true)}>
          {t('scoring.reopen')}
        </Button>
      )}
      <ReasonDialog
        opened={asking}
        title={t('scoring.reopenTitle', { name })}
        confirm={t('scoring.reopen')}
        pending={reopen.pending}
        problem={reopen.problem}
        onConfirm={(reason) =>
          void reopen.run({ params: { projectId, evaluator }, ifMatch: version, body: { reason } })
        }
        onClose={close}
      >
        {t('scoring.reopenHint', { name })}
      </ReasonDialog>
    </Group>
  )
}
