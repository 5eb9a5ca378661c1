import { NavLink, ScrollArea, Text } from '@mantine/core'
import { Link, useRouterState } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { NavSection, Screen } from '../../ui/screen.ts'
import { screens } from '../routes.ts'
import { useSession } from '../session/session.ts'
import classes from './navigation.module.css'

const sections = ['top', 'work', 'people', 'defense', 'office'] as const satisfies readonly NavSection[]

/** The main menu: what the permissions of the person open, in sections. */
export function Navigation() {
  const { permissions } = useSession()
  const mine = screens
    .filter(({ access }) => access === 'signedIn' || permissions.includes(access as never))
    .toSorted((a, b) => Number(a.nav?.last ?? false) - Number(b.nav?.last ?? false))
  return (
    <ScrollArea p="xs">
      {sections.map((section) => (
        <Section key={section} section={section} entries={mine.filter(({ nav }) => nav?.section === section)} />
      ))}
    </ScrollArea>
  )
}

function Section({ section, entries }: { section: NavSection; entries: Screen[] }) {
  const { t } = useTranslation()
  const path = useRouterState({ select: (state) => state.location.pathname })
  if (entries.length === 0) return null
  return (
    <div className={classes.section}>
      {section !== 'top' && (
        <Text size="xs" fw={600} c="dimmed" px="sm" pb={2} id={`nav-${section}`}>
          {t(`nav.section.${section}`)}
        </Text>
      )}
      {entries.map((entry) => {
        const active = entry.path === '/' ? path === '/' : path === entry.path || path.startsWith(`${entry.path}/`)
        const Icon = entry.nav?.icon
        return (
          <NavLink
            key={entry.path}
            component={Link}
            to={entry.path}
            label={entry.nav && t(entry.nav.label)}
            leftSection={Icon && <Icon size={18} stroke={1.6} aria-hidden />}
            active={active}
            aria-current={active ? 'page' : undefined}
            className={classes.link}
          />
        )
      })}
    </div>
  )
}
