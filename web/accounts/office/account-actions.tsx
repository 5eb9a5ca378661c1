import { ActionIcon, Menu, Modal } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconDots } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { liftSecondFactor } from '../../../contract/accounts/second-factor.ts'
import { type Account, updateAccount } from '../../../contract/accounts.ts'
import { exportPersonalData } from '../../../contract/privacy.ts'
import { useDownload } from '../../privacy/use-download.ts'
import { ConfirmDialog } from '../../ui/feedback/confirm-dialog.tsx'
import { ReasonDialog } from '../../ui/feedback/reason-dialog.tsx'
import { useAction } from '../../ui/feedback/use-action.ts'
import { AccountForm } from './account-form.tsx'

interface Props {
  account: Account
  onInvite: () => void
}

/** What an administrator does with one account. */
export function AccountActions({ account, onInvite }: Props) {
  const { t } = useTranslation()
  const [editing, edit] = useDisclosure(false)
  const [leaving, leave] = useDisclosure(false)
  const [lifting, lift] = useDisclosure(false)
  const exporting = useDownload(exportPersonalData)
  const change = useAction(updateAccount, { done: t('action.saved'), onDone: leave.close })
  const turn = (status: 'active' | 'deactivated') =>
    void change.run({ params: { accountId: account.id }, ifMatch: account.version, body: { status } })
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('accounts.actionsFor', { name: account.displayName })}
          >
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={edit.open}>{t('accounts.edit')}</Menu.Item>
          {account.status !== 'deactivated' && <Menu.Item onClick={onInvite}>{t('accounts.invite')}</Menu.Item>}
          {account.secondFactor && <Menu.Item onClick={lift.open}>{t('accounts.factorLift')}</Menu.Item>}
          <Menu.Item component={Link} to="/record" search={{ personId: account.id } as never}>
            {t('nav.record')}
          </Menu.Item>
          <Menu.Item onClick={() => exporting.fetch({ params: { accountId: account.id } })}>
            {t('privacy.export')}
          </Menu.Item>
          <Menu.Item component={Link} to={`/accounts/${account.id}/erasure` as string}>
            {t('privacy.erase')}
          </Menu.Item>
          {account.status === 'deactivated' ? (
            <Menu.Item onClick={() => turn('active')}>{t('accounts.reactivate')}</Menu.Item>
          ) : (
            <Menu.Item c="var(--mantine-color-error)" onClick={leave.open}>
              {t('accounts.deactivate')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={editing}
        onClose={edit.close}
        title={t('accounts.edit')}
        closeButtonProps={{ 'aria-label': t('action.close') }}
      >
        <AccountForm account={account} onClose={edit.close} />
      </Modal>
      <ConfirmDialog
        opened={leaving}
        title={t('accounts.deactivate')}
        confirm={t('accounts.deactivate')}
        danger
        pending={change.pending}
        problem={change.problem}
        onConfirm={() => turn('deactivated')}
        onClose={leave.close}
      >
        {t('accounts.deactivateAsk', { name: account.displayName })}
      </ConfirmDialog>
      <LiftFactor account={account} opened={lifting} onClose={lift.close} />
    </>
  )
}

/** For somebody who lost app and recovery codes. */
function LiftFactor({ account, opened, onClose }: { account: Account; opened: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const lift = useAction(liftSecondFactor, { done: t('accounts.factorLifted'), quiet: true, onDone: onClose })
  return (
    <ReasonDialog
      opened={opened}
      title={t('accounts.factorLift')}
      confirm={t('accounts.factorLift')}
      danger
      pending={lift.pending}
      problem={lift.problem}
      onConfirm={(reason) => void lift.run({ params: { accountId: account.id }, body: { reason } })}
      onClose={() => {
        lift.clear()
        onClose()
      }}
    >
      {t('accounts.factorLiftAsk', { name: account.displayName })}
    </ReasonDialog>
  )
}
