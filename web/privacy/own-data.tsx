import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { exportOwnData } from '../../contract/privacy.ts'
import { Section } from '../ui/section.tsx'
import { useDownload } from './use-download.ts'

/** Part of one's own account: take along everything that is kept about oneself. */
export function OwnData() {
  const { t } = useTranslation()
  const { fetch, pending } = useDownload(exportOwnData)
  return (
    <Section title={t('privacy.own')} hint={t('privacy.ownHint')}>
      <Button
        variant="default"
        leftSection={<IconDownload size={16} aria-hidden />}
        loading={pending}
        onClick={() => fetch({})}
      >
        {t('privacy.download')}
      </Button>
    </Section>
  )
}
