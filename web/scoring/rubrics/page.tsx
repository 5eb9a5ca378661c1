import { Alert } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type Rubrics, readRubrics } from '../../../contract/scoring.ts'
import { queryFor } from '../../api/queries.ts'
import { useCan } from '../../app/session/session.ts'
import { useYear } from '../../app/session/year.ts'
import { useBase } from '../../defenses/use-base.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Loaded } from '../../ui/feedback/loaded.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { RubricsForm } from './edit.tsx'
import { RubricsView } from './reading.tsx'

/** What is scored in a year and which score makes which grade; fixed once scoring has started. */
export function RubricsPage() {
  const { t } = useTranslation()
  const { yearId } = useYear()
  const rubrics = useQuery(queryFor(readRubrics, { query: { yearId } }))
  return (
    <>
      <PageHeader title={t('scoring.rubrics')} hint={t('scoring.rubricsHint')} />
      <Loaded query={rubrics} rows={8}>
        {(data) => <Body key={data.yearId} rubrics={data} />}
      </Loaded>
    </>
  )
}

function Body({ rubrics }: { rubrics: Rubrics }) {
  const { t } = useTranslation()
  const { moment } = useFormat()
  const { readOnly } = useYear()
  const manage = useCan('rubric.manage') && !readOnly
  const { base, touched, restart } = useBase(rubrics)
  return (
    <>
      {rubrics.frozenAt && (
        <Alert color="gray" icon={<IconLock aria-hidden />} mb="md">
          {t('scoring.frozen', { date: moment(rubrics.frozenAt) })}
        </Alert>
      )}
      {manage && !rubrics.frozenAt ? (
        <RubricsForm key={base.version} rubrics={base} touched={touched} onRestart={restart} />
      ) : (
        <RubricsView rubrics={rubrics} />
      )}
    </>
  )
}
