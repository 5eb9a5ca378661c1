import { Button, Modal, Stack, Table, Text, TextInput, VisuallyHidden } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { createAccessToken, listAccessTokens, revokeAccessToken } from '../../contract/accounts/tokens.ts'
import { queryFor } from '../api/queries.ts'
import { facultyToday } from '../i18n/format.ts'
import { useFormat } from '../i18n/use-format.ts'
import { ConfirmDialog } from '../ui/feedback/confirm-dialog.tsx'
import { CopySecret } from '../ui/feedback/copy-secret.tsx'
import { Loaded } from '../ui/feedback/loaded.tsx'
import { useAction } from '../ui/feedback/use-action.ts'
import { DayInput } from '../ui/form/day-input.tsx'
import { FormFrame } from '../ui/form/frame.tsx'
import { useContractForm } from '../ui/form/use-contract-form.ts'
import { Section } from '../ui/section.tsx'

interface Token {
  id: string
  name: string
  lastUsedAt: string | null
  expiresAt: string
}

/** The tokens with which programs act for the person: make one, see its secret once, revoke it. */
export function AccessTokens() {
  const { t } = useTranslation()
  const tokens = useQuery(queryFor(listAccessTokens))
  const [making, make] = useDisclosure(false)
  const [leaving, setLeaving] = useState<Token | null>(null)
  return (
    <Section
      title={t('accounts.tokens')}
      hint={t('accounts.tokensHint')}
      action={
        <Button variant="default" onClick={make.open}>
          {t('accounts.tokenNew')}
        </Button>
      }
    >
      <Loaded query={tokens} rows={2}>
        {({ items }) =>
          items.length === 0 ? (
            <Text c="dimmed">{t('accounts.tokensNone')}</Text>
          ) : (
            <Tokens items={items} onRevoke={setLeaving} />
          )
        }
      </Loaded>
      <Modal
        opened={making}
        onClose={make.close}
        title={t('accounts.tokenNew')}
        closeButtonProps={{ 'aria-label': t('action.close') }}
      >
        <NewToken onClose={make.close} />
      </Modal>
      <Revoke token={leaving} onClose={() => setLeaving(null)} />
    </Section>
  )
}

function Tokens({ items, onRevoke }: { items: readonly Token[]; onRevoke: (token: Token) => void }) {
  const { t } = useTranslation()
  const { shortMoment } = useFormat()
  return (
    <Table.ScrollContainer minWidth="34rem">
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('accounts.tokenName')}</Table.Th>
            <Table.Th>{t('accounts.tokenUsed')}</Table.Th>
            <Table.Th>{t('accounts.tokenExpires')}</Table.Th>
            <Table.Th>
              <VisuallyHidden>{t('table.actions')}</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((token) => (
            <Table.Tr key={token.id}>
              <Table.Td>{token.name}</Table.Td>
              <Table.Td>{token.lastUsedAt ? shortMoment(token.lastUsedAt) : t('accounts.never')}</Table.Td>
              <Table.Td>{shortMoment(token.expiresAt)}</Table.Td>
              <Table.Td ta="right">
                <Button size="xs" variant="default" onClick={() => onRevoke(token)}>
                  {t('accounts.tokenRevoke')}
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function NewToken({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const [secret, setSecret] = useState<string | null>(null)
  const form = useContractForm({
    endpoint: createAccessToken,
    initial: { name: '', expiresOn: '' },
    onDone: (token) => setSecret(token.secret),
  })
  if (secret) {
    return (
      <Stack>
        <CopySecret label={t('accounts.tokenSecret')} secret={secret} />
        <Button onClick={onClose}>{t('action.close')}</Button>
      </Stack>
    )
  }
  return (
    <FormFrame form={form} submit={t('accounts.inviteCreate')} onCancel={onClose}>
      <TextInput label={t('accounts.tokenName')} required data-autofocus {...form.form.getInputProps('name')} />
      <DayInput
        label={t('accounts.tokenExpires')}
        required
        min={facultyToday()}
        {...form.form.getInputProps('expiresOn')}
      />
    </FormFrame>
  )
}

function Revoke({ token, onClose }: { token: Token | null; onClose: () => void }) {
  const { t } = useTranslation()
  const revoke = useAction(revokeAccessToken, { done: t('accounts.tokenRevoked'), onDone: onClose })
  return (
    <ConfirmDialog
      opened={token !== null}
      title={t('accounts.tokenRevoke')}
      confirm={t('accounts.tokenRevoke')}
      danger
      pending={revoke.pending}
      onConfirm={() => token && void revoke.run({ params: { tokenId: token.id } })}
      onClose={onClose}
    >
      {t('accounts.tokenRevokeAsk', { name: token?.name ?? '' })}
    </ConfirmDialog>
  )
}
