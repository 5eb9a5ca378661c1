import { List, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { activateYear, closeYear, type Year } from '../../contract/academics.ts'
import { useYear } from '../app/session/year.ts'
import { ConfirmDialog } from '../ui/feedback/confirm-dialog.tsx'
import { useAction } from '../ui/feedback/use-action.ts'
import { Blocked } from './delete-dialog.tsx'

interface Props {
  year: Year
  step: 'activate' | 'close'
  onEnd: () => void
}

/** The two steps in the life of a year, each asked about, because neither goes back. */
export function YearStep({ year, step, onEnd }: Props) {
  return step === 'activate' ? <Activate year={year} onEnd={onEnd} /> : <Close year={year} onEnd={onEnd} />
}

function Activate({ year, onEnd }: Omit<Props, 'step'>) {
  const { t } = useTranslation()
  const { years } = useYear()
  const { name } = year
  const activate = useAction(activateYear, {
    done: t('academics.yearActivated', { name }),
    onDone: onEnd,
    quiet: true,
  })
  const title = t('academics.yearActivateTitle', { name })
  const active = years.find(({ status }) => status === 'active')
  if (active) return <Blocked title={title} text={t('academics.yearOther', { name: active.name })} onEnd={onEnd} />
  return (
    <ConfirmDialog
      opened
      title={title}
      confirm={t('academics.yearActivate')}
      pending={activate.pending}
      problem={activate.problem}
      onConfirm={() => void activate.run({ params: { yearId: year.id }, ifMatch: year.version })}
      onClose={onEnd}
    >
      {t('academics.yearActivateAsk', { name })}
    </ConfirmDialog>
  )
}

function Close({ year, onEnd }: Omit<Props, 'step'>) {
  const { t } = useTranslation()
  const { name } = year
  const close = useAction(closeYear, { done: t('academics.yearClosed', { name }), onDone: onEnd, quiet: true })
  return (
    <ConfirmDialog
      opened
      title={t('academics.yearCloseTitle', { name })}
      confirm={t('academics.yearCloseConfirm', { name })}
      danger
      pending={close.pending}
      problem={close.problem}
      onConfirm={() => void close.run({ params: { yearId: year.id }, ifMatch: year.version })}
      onClose={onEnd}
    >
      <Stack gap="xs">
        <Text>{t('academics.yearCloseAsk')}</Text>
        <List>
          <List.Item>{t('academics.yearCloseReadOnly')}</List.Item>
          <List.Item>{t('academics.yearCloseOpen')}</List.Item>
          <List.Item>{t('academics.yearCloseNext')}</List.Item>
        </List>
        <Text fw={600}>{t('academics.yearCloseFinal')}</Text>
      </Stack>
    </ConfirmDialog>
  )
}
