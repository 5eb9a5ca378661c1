import { Group, NumberInput, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Rounding } from '../../../contract/scoring.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Section } from '../../ui/section.tsx'
import { gradeFor, rounded } from './formula.ts'

interface Props {
  boundaries: readonly { grade: string; minimum: number | '' }[]
  rounding: Rounding
}

/** Shows the grade of any score under the rules as they are typed now. */
export function ScorePreview({ boundaries, rounding }: Props) {
  const { t } = useTranslation()
  const { number } = useFormat()
  const [score, setScore] = useState<number | string>(79.5)
  const final = rounded(Math.min(100, Math.max(0, Number(score) || 0)), rounding)
  return (
    <Section title={t('scoring.preview')} hint={t('scoring.previewHint')}>
      <Group align="flex-end" gap="md">
        <NumberInput
          label={t('scoring.previewScore')}
          value={score}
          onChange={setScore}
          min={0}
          max={100}
          decimalScale={2}
          allowedDecimalSeparators={['.', ',']}
          maw="14rem"
        />
        <Text fw={600} pb={6} role="status">
          {t('scoring.previewResult', { final: number(final), grade: gradeFor(final, boundaries) })}
        </Text>
      </Group>
    </Section>
  )
}
