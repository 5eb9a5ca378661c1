import { Box, Group, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

interface Props {
  /** Left out where the page has one part only. */
  title?: string
  hint?: string
  action?: ReactNode
  children: ReactNode
}

/** A titled part of a page on its own surface. */
export function Section({ title, hint, action, children }: Props) {
  return (
    <Box component="section" className="bm-surface" p={{ base: 'md', sm: 'lg' }} mb="md">
      {(title || action) && (
        <Group justify="space-between" gap="sm" mb={hint ? 2 : 'sm'}>
          <Title order={2} size="h3">
            {title}
          </Title>
          {action}
        </Group>
      )}
      {hint && (
        <Text c="dimmed" size="sm" mb="sm" maw="44rem">
          {hint}
        </Text>
      )}
      {children}
    </Box>
  )
}
