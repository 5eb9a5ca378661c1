import { Alert, Button, Group, Modal, ScrollArea, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { BulkAnswer } from '../../../contract/endpoint/bulk.ts'
import { CopyTextButton } from '../feedback/copy-secret.tsx'
import { useProblemText } from '../feedback/problem-text.ts'

/** So many are listed on the page; the copied text holds all. */
const mostListed = 200

/** What became of each: how many are done, and of the others why they are as they were. */
export function BulkResult({ answer, onClose }: { answer: BulkAnswer; onClose: () => void }) {
  const { t } = useTranslation()
  const say = useProblemText()
  const { done, items } = answer
  const told = items.map(({ name, problem }) => ({
    name: name ?? '–',
    why: problem && say({ code: problem.code, data: problem.data ?? {} }),
  }))
  const left = told.filter(({ why }) => why !== null)
  // numbered, so that no line begins with what a spreadsheet would take for a formula
  const text = [...left, ...told.filter(({ why }) => why === null)]
    .map(({ name, why }, at) => `${at + 1}. ${name}: ${why ?? t('bulk.done')}`)
    .join('\n')
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('bulk.result')}
      size="lg"
      closeOnClickOutside={false}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <Stack>
        <Alert
          color={left.length > 0 ? 'yellow' : 'green'}
          icon={left.length > 0 ? <IconAlertTriangle aria-hidden /> : <IconCheck aria-hidden />}
          role="status"
        >
          <Text fw={600}>{t('bulk.doneOf', { done: String(done), count: items.length })}</Text>
          {left.length > 0 && <Text>{t('bulk.leftCount', { count: left.length })}</Text>}
        </Alert>
        {left.length > 0 && <Left left={left.slice(0, mostListed)} more={left.length - mostListed} />}
        <Group justify="flex-end">
          <CopyTextButton text={text} label={t('bulk.copy')} />
          <Button onClick={onClose} data-autofocus>
            {t('action.close')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function Left({ left, more }: { left: readonly { name: string; why: string | null }[]; more: number }) {
  const { t } = useTranslation()
  return (
    <ScrollArea.Autosize mah="22rem" type="auto" viewportProps={{ tabIndex: 0, 'aria-label': t('bulk.leftList') }}>
      <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
        {left.map(({ name, why }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes while it is shown
          <li key={at}>
            <Text fw={600}>{name}</Text>
            <Text size="sm">{why}</Text>
          </li>
        ))}
        {more > 0 && (
          <li>
            <Text size="sm" c="dimmed">
              {t('bulk.more', { count: more })}
            </Text>
          </li>
        )}
      </Stack>
    </ScrollArea.Autosize>
  )
}
