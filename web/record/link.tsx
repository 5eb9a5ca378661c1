import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { SubjectType } from '../../contract/record.ts'
import { useCan } from '../app/session/session.ts'

type Only = { projectId: string } | { personId: string } | { subjectType: SubjectType; subjectId: string }

/** From the page of a thing to what the record says of it, for those who may read the record. */
export function RecordLink({ only }: { only: Only }) {
  const { t } = useTranslation()
  if (!useCan('record.read')) return null
  return (
    <Anchor component={Link} to="/record" search={only as never} size="sm" className="bm-no-print">
      {t('nav.record')}
    </Anchor>
  )
}
