import { Checkbox, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type Account, updateAccount } from '../../../contract/accounts.ts'
import { useToast } from '../../ui/feedback/toast.ts'
import { FormFrame } from '../../ui/form/frame.tsx'
import { useContractForm } from '../../ui/form/use-contract-form.ts'

interface Props {
  account: Account
  onClose: () => void
}

/** Corrects name, user name and e-mail of an account, and grants or takes the right of an administrator. */
export function AccountForm({ account, onClose }: Props) {
  const { t } = useTranslation()
  const toast = useToast()
  const form = useContractForm({
    endpoint: updateAccount,
    sending: { params: { accountId: account.id }, ifMatch: account.version },
    initial: {
      displayName: account.displayName,
      login: account.login ?? '',
      email: account.email ?? '',
      admin: account.roles.includes('admin'),
    },
    onDone: () => {
      toast.done(t('action.saved'))
      onClose()
    },
  })
  const field = form.form.getInputProps
  const names = { displayName: t('accounts.name'), login: t('accounts.userName'), email: t('accounts.email') }
  return (
    <FormFrame form={form} onCancel={onClose} fieldNames={names} onReload={onClose}>
      <TextInput label={names.displayName} required data-autofocus {...field('displayName')} />
      <TextInput label={names.login} autoCapitalize="none" {...field('login')} />
      <TextInput label={names.email} type="email" {...field('email')} />
      <Checkbox label={t('accounts.adminRight')} {...field('admin', { type: 'checkbox' })} />
    </FormFrame>
  )
}
