import { Stack, Text, Title } from '@mantine/core'
import type { TablerIcon } from '@tabler/icons-react'
import { IconInbox } from '@tabler/icons-react'
import type { ReactNode } from 'react'

interface Props {
  title: string
  /** What to do about it. */
  hint?: string
  icon?: TablerIcon
  action?: ReactNode
  heading?: 1 | 2 | 3
}

/** Says that there is nothing, why, and what to do next. */
export function EmptyState({ title, hint, icon: Icon = IconInbox, action, heading = 2 }: Props) {
  return (
    <Stack align="center" gap="xs" py="xl" px="md" ta="center">
      <Icon size={36} stroke={1.3} aria-hidden color="var(--mantine-color-dimmed)" />
      <Title order={heading} size="h3">
        {title}
      </Title>
      {hint && (
        <Text c="dimmed" maw="32rem">
          {hint}
        </Text>
      )}
      {action}
    </Stack>
  )
}
