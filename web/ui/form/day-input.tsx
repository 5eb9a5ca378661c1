import '@mantine/dates/styles.css'
import { DateInput, DatesProvider } from '@mantine/dates'
import dayjs from 'dayjs'
import 'dayjs/locale/lo'
import 'dayjs/locale/th'
import customParseFormat from 'dayjs/plugin/customParseFormat.js'
import type { ReactNode } from 'react'
import { useFormat } from '../../i18n/use-format.ts'

// without it 03/05/2027 is read as the fifth of March
dayjs.extend(customParseFormat)

interface Props {
  label: string
  description?: string
  /** `YYYY-MM-DD`, or '' for none. */
  value?: string
  onChange: (day: string) => void
  error?: ReactNode
  required?: boolean
  disabled?: boolean
  /** Earliest and latest day, `YYYY-MM-DD`. */
  min?: string
  max?: string
  onBlur?: () => void
}

/** A calendar day, typed as 24/09/2026 or chosen. It is a text all the way, so no timezone can move it. */
export function DayInput({ value, onChange, min, max, ...rest }: Props) {
  const { locale } = useFormat()
  return (
    <DatesProvider settings={{ locale, firstDayOfWeek: 1 }}>
      <DateInput
        {...rest}
        value={value || null}
        onChange={(day) => onChange(day ?? '')}
        valueFormat="DD/MM/YYYY"
        placeholder="DD/MM/YYYY"
        clearable={!rest.required}
        {...(min ? { minDate: min } : {})}
        {...(max ? { maxDate: max } : {})}
      />
    </DatesProvider>
  )
}
