import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readOwnProvider, unlinkProvider } from '../../../contract/accounts/provider.ts'
import { queryFor } from '../../api/queries.ts'
import { useInstallation } from '../../app/session/installation.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Loaded } from '../../ui/feedback/loaded.tsx'
import { useToast } from '../../ui/feedback/toast.ts'
import { FormFrame } from '../../ui/form/frame.tsx'
import { PasswordField } from '../../ui/form/password-field.tsx'
import { useContractForm } from '../../ui/form/use-contract-form.ts'
import { Section } from '../../ui/section.tsx'
import { ToneBadge } from '../../ui/status-badge.tsx'

/** Whether the account is connected with the provider, and the way out of it; nothing where there is no provider. */
export function OwnSingleSignOn() {
  const { provider } = useInstallation()
  return provider && <Connection name={provider} />
}

function Connection({ name }: { name: string }) {
  const { t } = useTranslation()
  const { shortMoment } = useFormat()
  const connection = useQuery(queryFor(readOwnProvider))
  const [leaving, setLeaving] = useState(false)
  return (
    <Section title={t('accounts.provider', { name })} hint={t('accounts.providerHint', { name })}>
      <Loaded query={connection} rows={1}>
        {({ since }) =>
          since ? (
            <Stack gap="sm" align="flex-start">
              <Group gap="xs">
                <ToneBadge tone="good">{t('accounts.providerOn')}</ToneBadge>
                <Text>{t('accounts.factorSince', { when: shortMoment(since) })}</Text>
              </Group>
              <Button variant="default" onClick={() => setLeaving(true)}>
                {t('accounts.providerRemove')}
              </Button>
            </Stack>
          ) : (
            <Text c="dimmed">{t('accounts.providerNone')}</Text>
          )
        }
      </Loaded>
      <Modal
        opened={leaving}
        onClose={() => setLeaving(false)}
        title={t('accounts.providerRemove')}
        closeButtonProps={{ 'aria-label': t('action.close') }}
      >
        <Leave name={name} onClose={() => setLeaving(false)} />
      </Modal>
    </Section>
  )
}

function Leave({ name, onClose }: { name: string; onClose: () => void }) {
  const { t } = useTranslation()
  const toast = useToast()
  const form = useContractForm({
    endpoint: unlinkProvider,
    initial: { password: '' },
    refusedAt: { 'password.wrong': 'password' },
    onDone: () => {
      toast.done(t('accounts.providerRemoved'))
      onClose()
    },
  })
  return (
    <Stack>
      <Text>{t('accounts.providerRemoveAsk', { name })}</Text>
      <FormFrame form={form} submit={t('accounts.providerRemove')} onCancel={onClose}>
        <PasswordField
          label={t('accounts.currentPassword')}
          autoComplete="current-password"
          required
          data-autofocus
          {...form.form.getInputProps('password')}
        />
      </FormFrame>
    </Stack>
  )
}
