import { AppShell } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Notifications } from '@mantine/notifications'
import { Outlet, useMatches, useRouterState } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../session/session.ts'
import { Header } from './header.tsx'
import { Navigation } from './navigation.tsx'
import { NoAccess } from './no-access.tsx'
import { PastYear } from './past-year.tsx'

/** The layout of everybody who is signed in: header, menu by permission, content. */
export function Shell() {
  const { t } = useTranslation()
  const [open, menu] = useDisclosure(false)
  const path = useRouterState({ select: (state) => state.location.pathname })
  // biome-ignore lint/correctness/useExhaustiveDependencies: every new address closes the menu of a phone
  useEffect(menu.close, [path])
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 232, breakpoint: 'md', collapsed: { mobile: !open } }}
      padding={{ base: 'sm', sm: 'lg' }}
    >
      <a className="bm-skip" href="#content">
        {t('app.skip')}
      </a>
      <AppShell.Header>
        <Header menuOpen={open} onMenu={menu.toggle} />
      </AppShell.Header>
      <AppShell.Navbar aria-label={t('app.mainMenu')}>
        <Navigation />
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1} maw="96rem">
        <PastYear />
        <Allowed />
      </AppShell.Main>
      <Notifications position="bottom-right" />
    </AppShell>
  )
}

/** The screen of the address, if the person may open it. */
function Allowed() {
  const { permissions } = useSession()
  const access = useMatches().at(-1)?.staticData.access
  const open = !access || access === 'public' || access === 'signedIn' || permissions.includes(access)
  return open ? <Outlet /> : <NoAccess />
}
