import { Box, Button, Textarea } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  fileTypes,
  maxFileBytes,
  type Submission,
  type submitDocument,
  type submitMilestone,
} from '../../contract/submissions.ts'
import type { Sending } from '../api/sending.ts'
import { useToast } from '../ui/feedback/toast.ts'
import { FileDrop } from '../ui/form/file-drop.tsx'
import { FormFrame } from '../ui/form/frame.tsx'
import { type ContractForm, useContractForm } from '../ui/form/use-contract-form.ts'

type Target = typeof submitMilestone | typeof submitDocument

interface Props<E extends Target> {
  endpoint: E
  params: Readonly<Record<string, string>>
  /** What it is handed in for; tells several forms of one page apart. */
  name: string
  again: boolean
}

/** Opens the form of a hand-in. It stays closed until wanted, so that a list of milestones can be read. */
export function HandIn<E extends Target>(props: Props<E>) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const label = t(props.again ? 'submissions.handInAgain' : 'submissions.handIn')
  if (!open) {
    return (
      <Button
        variant="light"
        mt="xs"
        className="bm-no-print"
        leftSection={<IconUpload size={16} aria-hidden />}
        aria-label={`${label}: ${props.name}`}
        onClick={() => setOpen(true)}
      >
        {label}
      </Button>
    )
  }
  return (
    <Box className="bm-surface" p="md" mt="sm" role="group" aria-label={`${label}: ${props.name}`}>
      <HandInForm {...props} onClose={() => setOpen(false)} />
    </Box>
  )
}

function HandInForm<E extends Target>({ endpoint, params, onClose }: Props<E> & { onClose: () => void }) {
  const { t } = useTranslation()
  const toast = useToast()
  const [file, setFile] = useState<File | null>(null)
  const [missing, setMissing] = useState(false)
  const [percent, setPercent] = useState<number | null>(null)
  const form = useContractForm<E, { note: string }>({
    endpoint,
    initial: { note: '' },
    sending: { params, file, onProgress: setPercent } as unknown as Omit<Sending<E>, 'body'>,
    onDone: (answer) => {
      toast.done(t('submissions.sent', { version: String((answer as Submission).version) }))
      onClose()
    },
  })
  const submit = (event?: FormEvent<HTMLFormElement>) => {
    setMissing(!file)
    setPercent(null)
    if (file) form.submit(event)
    else event?.preventDefault()
  }
  const guarded: ContractForm<{ note: string }> = { ...form, submit }
  return (
    <FormFrame form={guarded} submit={t('submissions.send')} onCancel={onClose}>
      <FileDrop
        label={t('submissions.file')}
        file={file}
        onFile={(chosen) => {
          setFile(chosen)
          setMissing(false)
        }}
        maxBytes={maxFileBytes}
        types={Object.values(fileTypes)}
        percent={form.pending ? percent : null}
        error={missing ? t('submissions.fileMissing') : null}
      />
      <Textarea label={t('submissions.note')} autosize minRows={2} {...form.form.getInputProps('note')} />
    </FormFrame>
  )
}
