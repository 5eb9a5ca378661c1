import { NativeSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Locale } from '../../contract/accounts.ts'
import { useLocaleChoice } from '../app/session/locale-choice.ts'
import { useSession } from '../app/session/session.ts'
import { currentLocale } from '../i18n/i18n.ts'
import { OwnData } from '../privacy/own-data.tsx'
import { DefinitionList } from '../ui/definition-list.tsx'
import { useToast } from '../ui/feedback/toast.ts'
import { PageHeader } from '../ui/page-header.tsx'
import { Section } from '../ui/section.tsx'
import { AccessTokens } from './access-tokens.tsx'
import { ChangePasswordForm } from './entry/change-password-form.tsx'
import { OwnPasskeys } from './own/passkeys.tsx'
import { OwnSecondFactor } from './own/second-factor.tsx'
import { OwnSessions } from './own/sessions.tsx'
import { OwnSingleSignOn } from './own/single-sign-on.tsx'

/** One's own account: who one is here, language, password, second factor, passkeys, sessions, tokens for programs. */
export function OwnAccountPage() {
  const { t } = useTranslation()
  const { account, roles } = useSession()
  const choose = useLocaleChoice()
  const toast = useToast()
  return (
    <>
      <PageHeader title={t('app.account')} />
      <Section title={t('accounts.ownProfile')}>
        <DefinitionList
          items={[
            { term: t('accounts.name'), value: account.displayName },
            { term: t('accounts.userName'), value: account.login },
            { term: t('accounts.email'), value: account.email },
            { term: t('accounts.roles'), value: roles.map((role) => t(`role.${role}`)).join(', ') },
          ]}
        />
      </Section>
      <Section title={t('app.language')}>
        <NativeSelect
          aria-label={t('app.language')}
          description={t('accounts.languageHint')}
          maw="20rem"
          value={currentLocale()}
          data={Locale.options.map((value) => ({ value, label: t(`locale.${value}`) }))}
          onChange={(event) => void choose(Locale.parse(event.currentTarget.value))}
        />
      </Section>
      <Section title={t('accounts.changePassword')} hint={t('accounts.changePasswordHint')}>
        <div className="bm-narrow">
          <ChangePasswordForm onDone={() => toast.done(t('accounts.passwordChanged'))} />
        </div>
      </Section>
      <OwnSecondFactor />
      <OwnPasskeys />
      <OwnSingleSignOn />
      <OwnSessions />
      <AccessTokens />
      <OwnData />
    </>
  )
}
