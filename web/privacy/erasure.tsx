import { Alert, List, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type ErasurePreview, previewErasure } from '../../contract/privacy.ts'
import { queryFor } from '../api/queries.ts'
import type { MessageKey } from '../i18n/types.ts'
import { useFormat } from '../i18n/use-format.ts'
import { useParam } from '../ui/address.ts'
import { Loaded } from '../ui/feedback/loaded.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Section } from '../ui/section.tsx'
import { EraseForm } from './erase-form.tsx'

/** Erasing somebody who left: what goes, what stays and why, and the form that does it. */
export function ErasurePage() {
  const { t } = useTranslation()
  const query = useQuery(queryFor(previewErasure, { params: { accountId: useParam('accountId') } }))
  return (
    <>
      <PageHeader title={t('privacy.erase')} crumbs={[{ label: t('nav.accounts'), to: '/accounts' }]} />
      <Loaded query={query}>{(preview) => <Preview preview={preview} />}</Loaded>
    </>
  )
}

function Preview({ preview }: { preview: ErasurePreview }) {
  const { t } = useTranslation()
  const { account, erased, goes, stays } = preview
  if (erased) return <Alert color="gray">{t('problem.erasure.done')}</Alert>
  return (
    <Stack gap={0}>
      <Section title={account.displayName} hint={t('privacy.eraseHint')}>
        <Counted
          title={t('privacy.goes')}
          items={[
            ['privacy.goesNames', null],
            ['privacy.goesSessions', goes.sessions],
            ['privacy.goesLetters', goes.letters],
            ['privacy.goesFiles', goes.files],
            ['privacy.goesEvents', goes.events],
          ]}
        />
        <Counted
          title={t('privacy.stays')}
          items={[
            ['privacy.staysGrades', stays.grades],
            ['privacy.staysTopics', stays.topics],
            ['privacy.staysTeam', stays.teamFiles],
            ['privacy.staysSupervised', stays.supervised],
            ['privacy.staysRecord', null],
          ]}
        />
      </Section>
      <Decision preview={preview} />
    </Stack>
  )
}

/** What is not there is left out; what has no number is always there. */
function Counted({ title, items }: { title: string; items: readonly (readonly [MessageKey, number | null])[] }) {
  const { t } = useTranslation()
  const { number } = useFormat()
  const say = t as (key: string, values: object) => string
  return (
    <>
      <Text fw={600} mt="sm">
        {title}
      </Text>
      <List>
        {items
          .filter(([, count]) => count !== 0)
          .map(([key, count]) => (
            <List.Item key={key}>{say(key, { number: number(count ?? 0) })}</List.Item>
          ))}
      </List>
    </>
  )
}

function Decision({ preview }: { preview: ErasurePreview }) {
  const { t } = useTranslation()
  const { lastAdmin, projects } = preview
  if (lastAdmin || projects.length > 0) {
    return (
      <Alert color="yellow" icon={<IconAlertTriangle aria-hidden />} title={t('privacy.notNow')}>
        {lastAdmin ? t('problem.account.lastAdmin') : t('problem.erasure.inProject', { projects: projects.join(', ') })}
      </Alert>
    )
  }
  return (
    <Section title={t('privacy.decide')} hint={t('privacy.decideHint')}>
      <div className="bm-narrow">
        <EraseForm account={preview.account} />
      </div>
    </Section>
  )
}
