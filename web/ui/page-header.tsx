import { Anchor, Breadcrumbs, Group, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { PageTitle } from './page-title.tsx'

interface Props {
  title: string
  /** The pages above this one, outermost first. */
  crumbs?: readonly { label: string; to: string }[]
  hint?: string
  /** Beside the title: a StatusBadge. */
  badge?: ReactNode
  /** The one primary button of the page. */
  action?: ReactNode
  /** Less important buttons, left of the primary one. */
  more?: ReactNode
}

/** Head of every screen: where one is, what this is, the one thing most people come to do. */
export function PageHeader({ title, crumbs, hint, badge, action, more }: Props) {
  const { t } = useTranslation()
  return (
    <Stack gap={2} mb="md" component="header">
      <PageTitle>{title}</PageTitle>
      {crumbs && (
        <Breadcrumbs component="nav" aria-label={t('app.breadcrumbs')} className="bm-no-print" separatorMargin={6}>
          {crumbs.map(({ label, to }) => (
            <Anchor key={to} component={Link} to={to} size="sm">
              {label}
            </Anchor>
          ))}
        </Breadcrumbs>
      )}
      <Group justify="space-between" gap="sm" align="center">
        <Group gap="sm" align="center">
          <Title order={1}>{title}</Title>
          {badge}
        </Group>
        <Group gap="xs" className="bm-no-print">
          {more}
          {action}
        </Group>
      </Group>
      {hint && (
        <Text c="dimmed" maw="44rem">
          {hint}
        </Text>
      )}
    </Stack>
  )
}
