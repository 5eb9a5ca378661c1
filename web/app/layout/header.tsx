import { Box, Burger, Group, Image, Text, UnstyledButton } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useInstallation } from '../session/installation.ts'
import { Bell } from './bell.tsx'
import { HatSwitch } from './hat-switch.tsx'
import { LanguageSwitch } from './language-switch.tsx'
import { SchemeSwitch } from './scheme-switch.tsx'
import { UserMenu } from './user-menu.tsx'
import { YearSwitch } from './year-switch.tsx'

interface Props {
  menuOpen: boolean
  onMenu: () => void
}

/** Whose system this is, which year is shown, who is signed in. */
export function Header({ menuOpen, onMenu }: Props) {
  const { t } = useTranslation()
  return (
    <Group h="100%" px="sm" gap="xs" justify="space-between" wrap="nowrap">
      <Group gap="xs" wrap="nowrap" miw={0}>
        <Burger opened={menuOpen} onClick={onMenu} hiddenFrom="md" size="sm" aria-label={t('app.menu')} />
        <Brand />
      </Group>
      <Group gap={4} wrap="nowrap">
        <HatSwitch />
        <YearSwitch />
        <Bell />
        <Group gap={4} wrap="nowrap" visibleFrom="sm">
          <LanguageSwitch />
          <SchemeSwitch />
        </Group>
        <UserMenu />
      </Group>
    </Group>
  )
}

function Brand() {
  const { logo, shownName } = useInstallation()
  return (
    <UnstyledButton component={Link} to="/" miw={0}>
      <Group gap="xs" wrap="nowrap" miw={0}>
        {logo && <Image src={logo} alt="" h={32} w="auto" />}
        <Box miw={0} {...(logo ? { visibleFrom: 'sm' } : {})}>
          <Text fw={600} truncate maw={{ base: '6rem', sm: '14rem', lg: '28rem' }}>
            {shownName}
          </Text>
        </Box>
      </Group>
    </UnstyledButton>
  )
}
