import { Button } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Year } from '../../../contract/academics.ts'
import { CopyKind, type ImportKind } from '../../../contract/imports.ts'

/** Title and way back, the same in every step. */
export function useHead(year: Year) {
  const { t } = useTranslation()
  return {
    title: t('imports.copyTitle', { year: year.name }),
    crumbs: [{ label: t('nav.years'), to: '/years' }],
  }
}

/** Where the reader is among the steps. */
export function useStepTitle(number: 1 | 2 | 3): string {
  const { t } = useTranslation()
  return t('imports.copyStep', { number: String(number), title: t(`imports.copyStepName.${number}`) })
}

/** What the address of a step says besides the year. */
interface Address {
  from?: string
  kinds?: readonly CopyKind[]
  step?: 'check'
  copy?: string
}

/** Goes to a step; the year looked at elsewhere stays. */
export function useGoTo() {
  const navigate = useNavigate()
  return (address: Address) => {
    const { from, kinds, step, copy } = address
    const all = kinds?.length === CopyKind.options.length
    const next = (before: { year?: string }) => ({
      year: before.year,
      from,
      kinds: all ? undefined : kinds,
      step,
      copy,
    })
    return navigate({ to: '.', search: next as never })
  }
}

/** The spreadsheets of the year, for what is not copied. */
export function ImportLink({ year, kind }: { year: Year; kind: ImportKind }) {
  const { t } = useTranslation()
  return (
    <Button component={Link} to="/imports" search={{ kind, year: year.name } as never}>
      {t('imports.copyImport', { kind: t(`importKind.${kind}`) })}
    </Button>
  )
}
