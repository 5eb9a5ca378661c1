import { NumberInput, Select, SimpleGrid, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { exampleOfCode, firstPlace, StudentCodePattern } from '../../contract/academics/student-code.ts'
import { createYear, updateYear, type Year } from '../../contract/academics.ts'
import { useYear } from '../app/session/year.ts'
import { useToast } from '../ui/feedback/toast.ts'
import { DayInput } from '../ui/form/day-input.tsx'
import { FormFrame } from '../ui/form/frame.tsx'
import { type ContractForm, useContractForm } from '../ui/form/use-contract-form.ts'

interface Values {
  name: string
  startsOn: string
  endsOn: string
  maxMembers: number | ''
  similarityThreshold: number | ''
  timezone: string
  studentCodePattern: string
}

const atField = {
  'year.nameTaken': 'name',
  'year.datesInverted': 'endsOn',
} as const

/** The page that sets a year up like an earlier one. */
export const copyPageOf = ({ id }: Year): string => `/years/${id}/copy`

export const hasEarlier = (years: readonly Year[], year: Year): boolean =>
  years.some(({ startsOn }) => startsOn < year.startsOn)

/** Plans the next year, and leads on to copying into it when there is an earlier one: proposed from the newest one, a year later. */
export function PlanYear({ onEnd }: { onEnd: () => void }) {
  const { t } = useTranslation()
  const toast = useToast()
  const navigate = useNavigate()
  const { years } = useYear()
  const form = useContractForm({
    endpoint: createYear,
    refusedAt: atField,
    initial: nextAfter(years),
    toBody: (values) => values,
    onDone: (year) => {
      toast.done(t('academics.yearPlanned', { name: year.name }))
      onEnd()
      if (hasEarlier(years, year)) void navigate({ to: copyPageOf(year) })
    },
  })
  return <Fields form={form} submit={t('academics.yearPlan')} onEnd={onEnd} />
}

interface ChangeProps {
  year: Year
  onReload: (current: unknown) => void
  onEnd: () => void
}

/** Changes the settings of a year that is not closed. */
export function ChangeYear({ year, onReload, onEnd }: ChangeProps) {
  const { t } = useTranslation()
  const toast = useToast()
  const { name, startsOn, endsOn, maxMembers, similarityThreshold, timezone, studentCodePattern } = year
  const initial: Values = { name, startsOn, endsOn, maxMembers, similarityThreshold, timezone, studentCodePattern }
  const form = useContractForm({
    endpoint: updateYear,
    refusedAt: atField,
    sending: { params: { yearId: year.id }, ifMatch: year.version },
    initial,
    toBody: (values) => values,
    onDone: () => {
      toast.done(t('action.saved'))
      onEnd()
    },
  })
  return <Fields form={form} onReload={() => onReload(form.problem?.current)} onEnd={onEnd} />
}

interface FieldsProps {
  form: ContractForm<Values>
  submit?: string
  onReload?: () => void
  onEnd: () => void
}

function Fields({ form, submit, onReload, onEnd }: FieldsProps) {
  const { t } = useTranslation()
  const field = form.form.getInputProps
  const names = {
    name: t('academics.year'),
    startsOn: t('academics.startsOn'),
    endsOn: t('academics.endsOn'),
    maxMembers: t('academics.maxMembers'),
    similarityThreshold: t('academics.similarity'),
    timezone: t('academics.timezone'),
    studentCodePattern: t('academics.codeForm'),
  }
  return (
    <FormFrame
      form={form}
      onCancel={onEnd}
      fieldNames={names}
      {...(submit ? { submit } : {})}
      {...(onReload ? { onReload } : {})}
    >
      <TextInput
        label={names.name}
        description={t('academics.yearNameHint')}
        required
        data-autofocus
        inputMode="numeric"
        {...field('name')}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <DayInput label={names.startsOn} required {...field('startsOn')} />
        <DayInput label={names.endsOn} required {...field('endsOn')} />
      </SimpleGrid>
      <NumberInput
        label={names.maxMembers}
        description={t('academics.maxMembersHint')}
        min={1}
        max={5}
        allowDecimal={false}
        required
        {...field('maxMembers')}
      />
      <NumberInput
        label={names.similarityThreshold}
        description={t('academics.similarityHint')}
        min={30}
        max={100}
        suffix=" %"
        allowDecimal={false}
        required
        {...field('similarityThreshold')}
      />
      <PlaceFields form={form} />
    </FormFrame>
  )
}

const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')]

/** What differs from one faculty to the next and hardly ever from year to year. */
function PlaceFields({ form }: { form: ContractForm<Values> }) {
  const { t } = useTranslation()
  const { timezone, studentCodePattern } = form.form.getValues()
  const fits = StudentCodePattern.safeParse(studentCodePattern).success
  const example = fits ? t('academics.codeFormExample', { example: exampleOfCode(studentCodePattern) }) : ''
  return (
    <>
      <Select
        label={t('academics.timezone')}
        description={t('academics.timezoneHint')}
        data={[...new Set([...zones, timezone])]}
        searchable
        required
        allowDeselect={false}
        {...form.form.getInputProps('timezone')}
      />
      <TextInput
        label={t('academics.codeForm')}
        description={[t('academics.codeFormHint'), example].filter(Boolean).join(' ')}
        required
        autoComplete="off"
        spellCheck={false}
        {...form.form.getInputProps('studentCodePattern')}
      />
    </>
  )
}

/** The year that follows the newest one, with its settings. */
function nextAfter(years: readonly Year[]): Values {
  const newest = years.toSorted((a, b) => b.startsOn.localeCompare(a.startsOn))[0]
  if (!newest) return { name: '', startsOn: '', endsOn: '', maxMembers: 2, similarityThreshold: 70, ...firstPlace }
  return {
    name: newest.name.replace(/\d{4}/g, (year) => String(Number(year) + 1)),
    startsOn: yearLater(newest.startsOn),
    endsOn: yearLater(newest.endsOn),
    maxMembers: newest.maxMembers,
    similarityThreshold: newest.similarityThreshold,
    timezone: newest.timezone,
    studentCodePattern: newest.studentCodePattern,
  }
}

/** The same day a year later; the leap day becomes the day before. */
function yearLater(day: string): string {
  const [year = '', ...rest] = day.split('-')
  const monthAndDay = rest.join('-')
  return `${Number(year) + 1}-${monthAndDay === '02-29' ? '02-28' : monthAndDay}`
}
