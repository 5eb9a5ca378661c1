import { Button, Menu } from '@mantine/core'
import { IconCheck, IconUserShield } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useHats } from '../session/hat.ts'

/** For people with several roles: act in one of them only, or in all. */
export function HatSwitch() {
  const { t } = useTranslation()
  const { hat, choices, pending, wear } = useHats()
  if (choices.length === 0) return null
  const shown = hat ? t(`role.${hat}`) : t('app.allHats')
  return (
    <Menu position="bottom-end" withinPortal={false}>
      <Menu.Target>
        <Button
          variant="default"
          size="sm"
          px="xs"
          visibleFrom="sm"
          loading={pending}
          leftSection={<IconUserShield size={16} aria-hidden />}
          aria-label={`${t('app.hat')}: ${shown}`}
        >
          {shown}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('app.hat')}</Menu.Label>
        {choices.map((role) => (
          <Menu.Item
            key={role ?? 'all'}
            rightSection={role === hat ? <IconCheck size={16} aria-hidden /> : undefined}
            onClick={() => wear(role)}
          >
            {role ? t(`role.${role}`) : t('app.allHats')}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
