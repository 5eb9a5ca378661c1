import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Invitation, inviteAccounts } from '../../../contract/accounts.ts'
import { useInstallation } from '../../app/session/installation.ts'
import { ProblemAlert } from '../../ui/feedback/problem-alert.tsx'
import { useToast } from '../../ui/feedback/toast.ts'
import { useAction } from '../../ui/feedback/use-action.ts'
import { AccessList } from './access-list.tsx'

interface Props {
  /** Whom to invite; none closes the dialog. */
  accountIds: readonly string[]
  onClose: () => void
}

/** Gives one or many people a way in: links to send, or first passwords to hand out, shown this one time. */
export function InviteDialog({ accountIds, onClose }: Props) {
  const { t } = useTranslation()
  return (
    <Modal
      opened={accountIds.length > 0}
      onClose={onClose}
      size="lg"
      title={t('accounts.inviteTitle', { count: accountIds.length })}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <Invite accountIds={accountIds} onClose={onClose} />
    </Modal>
  )
}

function Invite({ accountIds, onClose }: Props) {
  const { t } = useTranslation()
  const { mail } = useInstallation()
  const toast = useToast()
  const [method, setMethod] = useState<Invitation['method']>('link')
  const [made, setMade] = useState<readonly Invitation[] | null>(null)
  const invite = useAction(inviteAccounts, {
    quiet: true,
    onDone: ({ items }) => {
      if (method !== 'mail') return setMade(items)
      toast.done(t('accounts.inviteMailed', { count: items.length }))
      onClose()
    },
  })
  if (made) return <AccessList items={made} onClose={onClose} />
  return (
    <Stack>
      {invite.problem && <ProblemAlert problem={invite.problem} />}
      <Radio.Group
        value={method}
        onChange={(value) => setMethod(value as Invitation['method'])}
        label={t('accounts.invite')}
      >
        <Stack gap="sm" mt="xs">
          {mail !== 'off' && (
            <Radio value="mail" label={t('accounts.methodMail')} description={t('accounts.methodMailHint')} />
          )}
          <Radio value="link" label={t('accounts.methodLink')} description={t('accounts.methodLinkHint')} />
          <Radio value="password" label={t('accounts.methodPassword')} description={t('accounts.methodPasswordHint')} />
        </Stack>
      </Radio.Group>
      <Text c="dimmed" size="sm">
        {t('accounts.inviteHint')}
      </Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('action.cancel')}
        </Button>
        <Button
          loading={invite.pending}
          onClick={() => void invite.run({ body: { accountIds: [...accountIds], method } })}
        >
          {t('accounts.inviteCreate')}
        </Button>
      </Group>
    </Stack>
  )
}
