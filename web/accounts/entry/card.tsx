import { Box, Button, Center, Group, Image, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Locale } from '../../../contract/accounts.ts'
import { useInstallation } from '../../app/session/installation.ts'
import { useLocaleChoice } from '../../app/session/locale-choice.ts'
import { currentLocale } from '../../i18n/i18n.ts'

interface Props {
  title: string
  hint?: string
  children: ReactNode
  wide?: boolean
}

/** The frame of every page outside of the layout: whose system this is, the language, one card. */
export function EntryCard({ title, hint, children, wide = false }: Props) {
  const { logo, shownName } = useInstallation()
  return (
    <Stack mih="100dvh" gap={0} component="main">
      <Languages />
      <Center flex={1} p="sm" pb="10vh">
        <Stack w="100%" maw={wide ? '42rem' : '25rem'} gap="md">
          <Stack gap={4} align="center" ta="center">
            {logo && <Image src={logo} alt="" h={56} w="auto" />}
            <Text fw={600}>{shownName}</Text>
          </Stack>
          <Box className="bm-surface" p={{ base: 'md', sm: 'xl' }}>
            <Title order={1} size="h2" mb={hint ? 2 : 'md'}>
              {title}
            </Title>
            {hint && (
              <Text c="dimmed" mb="md">
                {hint}
              </Text>
            )}
            {children}
          </Box>
        </Stack>
      </Center>
    </Stack>
  )
}

/** All three languages at sight: nobody should search for the own language in a language not understood. */
function Languages() {
  const { t } = useTranslation()
  const choose = useLocaleChoice()
  return (
    <Group justify="flex-end" gap={4} p="sm" role="group" aria-label={t('app.language')}>
      {Locale.options.map((locale) => (
        <Button
          key={locale}
          lang={locale}
          size="xs"
          variant={locale === currentLocale() ? 'light' : 'subtle'}
          color={locale === currentLocale() ? 'accent' : 'gray'}
          aria-pressed={locale === currentLocale()}
          onClick={() => void choose(locale)}
        >
          {t(`locale.${locale}`)}
        </Button>
      ))}
    </Group>
  )
}
