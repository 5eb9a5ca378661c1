import { Box } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { readYear, type Year } from '../../../contract/academics.ts'
import { queryFor } from '../../api/queries.ts'
import { useYear } from '../../app/session/year.ts'
import { useParam, useSearchText } from '../../ui/address.ts'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { Loaded } from '../../ui/feedback/loaded.tsx'
import { LoadingLines } from '../../ui/feedback/loading.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Section } from '../../ui/section.tsx'
import { Check } from './check.tsx'
import { Choose } from './choose.tsx'
import { Done } from './done.tsx'
import { ImportLink, useHead } from './head.tsx'

/** Sets a year up like an earlier one, step by step: choose, look at what would be copied, done. */
export function NextYearPage() {
  const found = useQuery(queryFor(readYear, { params: { yearId: useParam('yearId') } }))
  return <Loaded query={found}>{(year) => <Wizard year={year} />}</Loaded>
}

function Wizard({ year }: { year: Year }) {
  const { years, loading } = useYear()
  const head = useHead(year)
  const { t } = useTranslation()
  const asked = useSearchText('from')
  const step = useStep()
  const earlier = years.filter(({ startsOn }) => startsOn < year.startsOn)
  const source = earlier.find(({ name }) => name === asked) ?? earlier[0]
  if (loading) return <LoadingLines rows={5} />
  if (year.status === 'closed' || !source) {
    const closed = year.status === 'closed'
    return (
      <>
        <PageHeader {...head} />
        <Section>
          {closed ? (
            <EmptyState title={t('problem.year.closed')} />
          ) : (
            <EmptyState
              title={t('imports.copyNoSource')}
              hint={t('imports.copyNoSourceHint')}
              action={<ImportLink year={year} kind="majors" />}
            />
          )}
        </Section>
      </>
    )
  }
  return (
    <Steps name={step}>
      {step === 'choose' && <Choose year={year} earlier={earlier} source={source} />}
      {step === 'check' && <Check year={year} source={source} />}
      {step === 'done' && <Done year={year} />}
    </Steps>
  )
}

function useStep(): 'choose' | 'check' | 'done' {
  const [step, copy] = [useSearchText('step'), useSearchText('copy')]
  if (copy) return 'done'
  return step === 'check' ? 'check' : 'choose'
}

/** Takes the focus when another step follows: the button that led to it is gone. */
function Steps({ name, children }: { name: string; children: ReactNode }) {
  const frame = useRef<HTMLDivElement>(null)
  const shown = useRef(name)
  useEffect(() => {
    if (shown.current !== name) frame.current?.focus()
    shown.current = name
  }, [name])
  return (
    <Box ref={frame} tabIndex={-1} style={{ outline: 'none' }}>
      {children}
    </Box>
  )
}
