import { Button, Center } from '@mantine/core'
import { IconMapSearch } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../ui/feedback/empty-state.tsx'
import { PageTitle } from '../ui/page-title.tsx'

/** The answer to an address that does not exist. */
export function NotFound() {
  const { t } = useTranslation()
  return (
    <Center mih="60vh" component="main" p="md">
      <PageTitle>{t('app.notFound')}</PageTitle>
      <EmptyState
        icon={IconMapSearch}
        title={t('app.notFound')}
        hint={t('app.notFoundHint')}
        action={
          <Button component="a" href="/">
            {t('app.home')}
          </Button>
        }
        heading={1}
      />
    </Center>
  )
}
