import { Button, Menu } from '@mantine/core'
import { IconLanguage } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Locale } from '../../../contract/accounts.ts'
import { currentLocale } from '../../i18n/i18n.ts'
import { useLocaleChoice } from '../session/locale-choice.ts'

/** The three languages, each under its own name. */
export function LanguageSwitch() {
  const { t } = useTranslation()
  const choose = useLocaleChoice()
  const shown = currentLocale()
  return (
    <Menu position="bottom-end" withinPortal={false}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          size="sm"
          px="xs"
          leftSection={<IconLanguage size={18} stroke={1.6} aria-hidden />}
          aria-label={`${t('app.language')}: ${t(`locale.${shown}`)}`}
        >
          {t(`locale.${shown}`)}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {Locale.options.map((locale) => (
          <Menu.Item key={locale} lang={locale} fw={locale === shown ? 600 : 400} onClick={() => void choose(locale)}>
            {t(`locale.${locale}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
