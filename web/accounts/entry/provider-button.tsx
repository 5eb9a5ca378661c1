import { Button, Divider, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { beginProviderSignIn } from '../../../contract/accounts/provider.ts'
import { ProblemAlert } from '../../ui/feedback/problem-alert.tsx'
import { useAction } from '../../ui/feedback/use-action.ts'

/** The way through the provider, above the password, which goes on to work when the provider does not. */
export function ProviderButton({ name, returnTo }: { name: string; returnTo: string }) {
  const { t } = useTranslation()
  const begin = useAction(beginProviderSignIn, { quiet: true, onDone: ({ address }) => location.assign(address) })
  return (
    <Stack gap="md" mb="md">
      {begin.problem && <ProblemAlert problem={begin.problem} />}
      <Button
        variant="default"
        fullWidth
        loading={begin.pending}
        onClick={() => void begin.run({ body: { returnTo } })}
      >
        {t('accounts.providerEnter', { name })}
      </Button>
      <Divider label={t('accounts.providerOr')} labelPosition="center" />
    </Stack>
  )
}
