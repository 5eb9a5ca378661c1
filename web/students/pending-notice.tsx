import { Alert, Anchor } from '@mantine/core'
import { IconUserCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { listStudents } from '../../contract/students.ts'
import { queryFor } from '../api/queries.ts'

/** Says how many registrations wait, and leads to them. */
export function PendingNotice({ yearId }: { yearId: string | undefined }) {
  const { t } = useTranslation()
  const query = { status: 'pending' as const, pageSize: 1, yearId }
  const count = useQuery(queryFor(listStudents, { query })).data?.total ?? 0
  if (count === 0) return null
  return (
    <Alert color="yellow" mb="md" py="xs" icon={<IconUserCheck aria-hidden />} className="bm-no-print">
      {t('students.waiting', { count })}{' '}
      <Anchor component={Link} to="/students" search={{ status: 'pending' } as never} underline="always" c="inherit">
        {t('students.waitingShow')}
      </Anchor>
    </Alert>
  )
}
