import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { beginPasskey, confirmPasskey, type PasskeyWanted } from '../../../contract/accounts/passkeys.ts'
import type { SignedIn } from '../../../contract/accounts.ts'
import { ProblemAlert } from '../../ui/feedback/problem-alert.tsx'
import { useAction } from '../../ui/feedback/use-action.ts'
import { makePasskey } from '../passkey/authenticator.ts'
import { ProofForm } from './proof-form.tsx'

interface Props {
  /** Whether the person has an app, whose code is asked for. */
  withCode: boolean
  onDone: (session: SignedIn) => void
  onCancel?: (() => void) | undefined
}

interface Begun {
  wanted: PasskeyWanted
  name: string
}

/** Proof, then the name and the question of the browser, which wants to be asked by a press of a button. */
export function PasskeySetup({ withCode, onDone, onCancel }: Props) {
  const { t } = useTranslation()
  const [begun, setBegun] = useState<Begun | null>(null)
  if (begun) return <Make begun={begun} onDone={onDone} onCancel={onCancel} />
  return (
    <ProofForm
      endpoint={beginPasskey}
      withCode={withCode}
      submit={t('accounts.factorNext')}
      onDone={setBegun}
      onCancel={onCancel}
    />
  )
}

function Make({ begun, onDone, onCancel }: { begun: Begun } & Omit<Props, 'withCode'>) {
  const { t } = useTranslation()
  const [name, setName] = useState(begun.name)
  const [trouble, setTrouble] = useState<'field.required' | 'passkeys.notMade' | 'problem.passkey.already' | null>(null)
  const [asking, setAsking] = useState(false)
  const confirm = useAction(confirmPasskey, { quiet: true, onDone })
  const make = async () => {
    confirm.clear()
    if (name.trim() === '') return setTrouble('field.required')
    setTrouble(null)
    setAsking(true)
    const made = await makePasskey(begun.wanted)
    if (made === null) setTrouble('passkeys.notMade')
    else if (made === 'already') setTrouble('problem.passkey.already')
    else await confirm.run({ body: { ...made, name } })
    setAsking(false)
  }
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void make()
      }}
    >
      <Stack gap="md">
        {confirm.problem && <ProblemAlert problem={confirm.problem} />}
        <TextInput
          label={t('passkeys.name')}
          description={t('passkeys.nameHint')}
          error={trouble === 'field.required' && t(trouble)}
          maxLength={60}
          required
          data-autofocus
          autoFocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Text>{t('passkeys.makeHint')}</Text>
        {trouble && trouble !== 'field.required' && <Text role="status">{t(trouble)}</Text>}
        <Group justify={onCancel ? 'flex-end' : 'stretch'} grow={!onCancel} gap="sm">
          {onCancel && (
            <Button variant="default" onClick={onCancel}>
              {t('action.cancel')}
            </Button>
          )}
          <Button type="submit" loading={asking}>
            {t('passkeys.make')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
