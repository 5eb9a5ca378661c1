import { Button, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Year } from '../../../contract/academics.ts'
import { type CopyKind, listYearCopies, type YearCopy } from '../../../contract/imports.ts'
import { queryFor } from '../../api/queries.ts'
import { useSearchText } from '../../ui/address.ts'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { Loaded } from '../../ui/feedback/loaded.tsx'
import { KeyNumbers } from '../../ui/key-numbers.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Section } from '../../ui/section.tsx'
import { ImportLink, useGoTo, useHead, useStepTitle } from './head.tsx'
import { UndoButton } from './undo.tsx'

/** The copies into a year that were not undone. */
export const copiesOf = (year: Year) => queryFor(listYearCopies, { params: { yearId: year.id } })

/** The last step: what was copied, where to see it, what comes next, and the way back. */
export function Done({ year }: { year: Year }) {
  const { t } = useTranslation()
  const id = useSearchText('copy')
  return (
    <>
      <PageHeader {...useHead(year)} />
      <Loaded query={useQuery(copiesOf(year))}>
        {({ items }) => {
          const copy = items.find((one) => one.id === id)
          if (copy) return <Outcome year={year} copy={copy} />
          return (
            <Section>
              <EmptyState title={t('imports.copyGone')} action={<Again />} />
            </Section>
          )
        }}
      </Loaded>
    </>
  )
}

const lists: Readonly<Record<CopyKind, string>> = {
  majors: '/majors',
  classrooms: '/classrooms',
  advisors: '/advisors',
  templates: '/milestone-templates',
  rubrics: '/rubrics',
  rooms: '/rooms',
  calendar: '/defense-settings',
}

function Outcome({ year, copy }: { year: Year; copy: YearCopy }) {
  const { t } = useTranslation()
  const one = (kind: CopyKind) => kind === 'rubrics' || kind === 'calendar'
  return (
    <Section
      title={useStepTitle(3)}
      hint={t('imports.copyDoneHint', { source: copy.source.name, year: year.name })}
      action={<UndoButton year={year} copy={copy} />}
    >
      <KeyNumbers
        items={copy.made.map(({ kind, count }) => ({
          label: t(`imports.copyKind.${kind}`),
          value: one(kind) ? t('imports.copyTaken') : count,
          to: lists[kind],
          search: { year: year.name },
        }))}
      />
      <Text mb="sm">{t('imports.copyNext')}</Text>
      <Group gap="sm">
        <ImportLink year={year} kind="students" />
        <Again />
      </Group>
    </Section>
  )
}

function Again() {
  const { t } = useTranslation()
  const goTo = useGoTo()
  return (
    <Button variant="default" onClick={() => void goTo({})}>
      {t('imports.copyAgain')}
    </Button>
  )
}
