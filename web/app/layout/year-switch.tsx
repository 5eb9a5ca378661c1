import { Button, Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useYear } from '../session/year.ts'

/** Chooses the academic year. It is part of the address, so a link to a page of a past year stays one. */
export function YearSwitch() {
  const { t } = useTranslation()
  const { year, years } = useYear()
  const navigate = useNavigate()
  if (!year) return null
  const show = (name: string | undefined) => navigate({ to: '.', search: { year: name } as never })
  return (
    <Menu position="bottom-end" withinPortal={false}>
      <Menu.Target>
        <Button
          variant="default"
          size="sm"
          px="xs"
          rightSection={<IconChevronDown size={14} aria-hidden />}
          aria-label={`${t('app.year')}: ${year.name}`}
        >
          {year.name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('app.year')}</Menu.Label>
        {years.map(({ id, name, status }) => (
          <Menu.Item
            key={id}
            onClick={() => show(status === 'active' ? undefined : name)}
            fw={id === year.id ? 600 : 400}
          >
            {name} · {t(`yearStatus.${status}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
