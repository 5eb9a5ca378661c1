import { MantineProvider } from '@mantine/core'
import { Outlet, useMatches } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { PageTitle, SiteName } from '../ui/page-title.tsx'
import { nonce } from './first.ts'
import { readableColours, themeOf } from './look/theme.ts'
import { useInstallation } from './session/installation.ts'

/** Theme in the faculty's colour, title of the document, and whatever the address shows. */
export function Root() {
  const { t } = useTranslation()
  const { colour, shownName } = useInstallation()
  const theme = useMemo(() => themeOf(colour), [colour])
  const title = useMatches().at(-1)?.staticData.title
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={readableColours}
      getStyleNonce={() => nonce}
      defaultColorScheme="auto"
    >
      <SiteName value={shownName}>
        <PageTitle>{title ? t(title) : ''}</PageTitle>
        <Outlet />
      </SiteName>
    </MantineProvider>
  )
}
