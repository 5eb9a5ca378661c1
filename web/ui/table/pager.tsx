import { ActionIcon, Group, NativeSelect, Text } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/use-format.ts'
import type { ListSearch } from './use-list-search.ts'

interface Props {
  list: ListSearch
  total: number
}

/** Which part of the list is shown, and the way through it. */
export function TablePager({ list, total }: Props) {
  const { t } = useTranslation()
  const { number } = useFormat()
  const { page, pageSize } = list
  const from = number((page - 1) * pageSize + 1)
  const to = number(Math.min(page * pageSize, total))
  return (
    <Group component="nav" aria-label={t('table.pages')} justify="space-between" p="sm" gap="sm">
      <Text size="sm" c="dimmed" role="status">
        {t('table.range', { from, to, total: number(total) })}
      </Text>
      <Group gap="xs" className="bm-no-print">
        <NativeSelect
          size="xs"
          aria-label={t('table.pageSize')}
          value={String(pageSize)}
          data={['20', '50', '100']}
          onChange={(event) => list.set({ pageSize: event.currentTarget.value })}
        />
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t('table.previous')}
          disabled={page <= 1}
          onClick={() => list.set({ page: page - 1 === 1 ? undefined : page - 1 })}
        >
          <IconChevronLeft size={18} aria-hidden />
        </ActionIcon>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t('table.next')}
          disabled={page * pageSize >= total}
          onClick={() => list.set({ page: page + 1 })}
        >
          <IconChevronRight size={18} aria-hidden />
        </ActionIcon>
      </Group>
    </Group>
  )
}
