import { ActionIcon, Box, Menu, Text, useMantineColorScheme } from '@mantine/core'
import { IconLogout, IconUser, IconUserCircle } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Locale, signOut } from '../../../contract/accounts.ts'
import { call } from '../../api/call.ts'
import { forgetCopies } from '../../api/copies.ts'
import { asProblem } from '../../api/problem.ts'
import { currentLocale, switchLocale } from '../../i18n/i18n.ts'
import { useToast } from '../../ui/feedback/toast.ts'
import { lossOf } from '../queries.ts'
import { useHats } from '../session/hat.ts'
import { useLocaleChoice } from '../session/locale-choice.ts'
import { activeRoles, useSession } from '../session/session.ts'

/** Who is signed in, the own account, and the way out. On a phone also the languages. */
export function UserMenu() {
  const { t } = useTranslation()
  const session = useSession()
  const leave = useSignOut()
  return (
    <Menu position="bottom-end" withinPortal={false} width={240}>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={`${t('app.account')}: ${session.account.displayName}`}
        >
          <IconUserCircle size={22} stroke={1.6} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" fw={600} c="var(--mantine-color-text)">
            {session.account.displayName}
          </Text>
          {activeRoles(session)
            .map((role) => t(`role.${role}`))
            .join(', ')}
        </Menu.Label>
        <Menu.Item component={Link} to="/account" leftSection={<IconUser size={16} aria-hidden />}>
          {t('app.account')}
        </Menu.Item>
        <PhoneChoices />
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void leave()}>
          {t('app.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

/** What the header of a phone has no room for: languages, hats, light and dark. */
function PhoneChoices() {
  const { t } = useTranslation()
  const choose = useLocaleChoice()
  const { hat, choices, wear } = useHats()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Box hiddenFrom="sm">
      <Menu.Divider />
      <Menu.Label>{t('app.language')}</Menu.Label>
      {Locale.options.map((locale) => (
        <Menu.Item
          key={locale}
          lang={locale}
          fw={weight(locale === currentLocale())}
          onClick={() => void choose(locale)}
        >
          {t(`locale.${locale}`)}
        </Menu.Item>
      ))}
      {choices.length > 0 && <Menu.Label>{t('app.hat')}</Menu.Label>}
      {choices.map((role) => (
        <Menu.Item key={role ?? 'all'} fw={weight(role === hat)} onClick={() => wear(role)}>
          {role ? t(`role.${role}`) : t('app.allHats')}
        </Menu.Item>
      ))}
      <Menu.Label>{t('app.appearance')}</Menu.Label>
      {(['light', 'dark', 'auto'] as const).map((scheme) => (
        <Menu.Item key={scheme} fw={weight(scheme === colorScheme)} onClick={() => setColorScheme(scheme)}>
          {t(`app.${scheme}`)}
        </Menu.Item>
      ))}
    </Box>
  )
}

function weight(chosen: boolean): number {
  return chosen ? 600 : 400
}

/** Ends the session and forgets everything that was read and typed in it. */
function useSignOut(): () => Promise<unknown> {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const toast = useToast()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return async () => {
    try {
      await call(signOut, {})
    } catch (error) {
      // a session that the server may still know is not over, and the next at this machine would be let in
      if (lossOf(error) !== 'signIn') return toast.failed(asProblem(error))
    }
    sessionStorage.clear()
    // the server has the browser forget everything here; language and appearance are nobody's secret
    await switchLocale(currentLocale())
    setColorScheme(colorScheme)
    await navigate({ to: '/sign-in', search: { year: undefined } as never })
    queries.clear()
    forgetCopies()
  }
}
