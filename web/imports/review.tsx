import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type Import, readImport } from '../../contract/imports.ts'
import { queryFor } from '../api/queries.ts'
import { useFormat } from '../i18n/use-format.ts'
import { useParam } from '../ui/address.ts'
import { Loaded } from '../ui/feedback/loaded.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { ToneBadge } from '../ui/status-badge.tsx'
import { ApplyButton } from './apply-button.tsx'
import { ErrorsButton } from './errors-button.tsx'
import { Outcome } from './outcome.tsx'
import { RowList } from './row-list.tsx'

/** The second half of an import: what each row would do, then what became of it. */
export function ReviewPage() {
  const found = useQuery({
    ...queryFor(readImport, { params: { importId: useParam('importId') } }),
    staleTime: 60_000,
  })
  return <Loaded query={found}>{(review) => <Review review={review} />}</Loaded>
}

function Review({ review }: { review: Import }) {
  const { t } = useTranslation()
  const { moment } = useFormat()
  const { kind, fileName, status, counts, createdAt, appliedAt } = review
  const applied = status === 'applied'
  const time = moment(applied ? appliedAt : createdAt)
  return (
    <>
      <PageHeader
        title={`${t(`importKind.${kind}`)}: ${fileName}`}
        crumbs={[{ label: t('nav.imports'), to: '/imports' }]}
        hint={applied ? t('imports.appliedAt', { time }) : t('imports.reviewHint')}
        badge={
          <ToneBadge tone={applied ? 'good' : 'wait'}>{t(applied ? 'imports.applied' : 'imports.review')}</ToneBadge>
        }
        more={counts.error > 0 && <ErrorsButton importId={review.id} count={counts.error} />}
        action={!applied && <ApplyButton review={review} />}
      />
      {applied && <Outcome review={review} />}
      <RowList review={review} />
    </>
  )
}
