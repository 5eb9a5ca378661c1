import { Alert, Textarea } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

interface Props {
  /** What stands in the way. */
  title?: string
  label: string
  value: string
  onChange: (value: string) => void
  error: string | undefined
}

/** Asks the office why a rule may be broken this time. */
export function OfficeReason({ title, label, value, onChange, error }: Props) {
  const { t } = useTranslation()
  const field = (
    <Textarea
      label={label}
      description={t('projects.officeReasonHint')}
      autosize
      minRows={2}
      required
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
    />
  )
  if (!title) return field
  return (
    <Alert color="yellow" icon={<IconAlertTriangle aria-hidden />} title={title}>
      {field}
    </Alert>
  )
}
