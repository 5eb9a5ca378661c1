import { ActionIcon, Button, Group, NumberInput, Stack, Text, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

export interface BoundaryValues {
  grade: string
  minimum: number | ''
}

interface Props {
  boundaries: readonly BoundaryValues[]
  errors: Readonly<Record<string, ReactNode>>
  onChange: (boundaries: BoundaryValues[]) => void
}

/** The grades with the score from which each one is given. */
export function BoundaryList({ boundaries, errors, onChange }: Props) {
  const { t } = useTranslation()
  return (
    <Stack gap="xs">
      {errors.boundaries && <Text c="red">{errors.boundaries}</Text>}
      {boundaries.map((boundary, index) => (
        <BoundaryRow
          // biome-ignore lint/suspicious/noArrayIndexKey: a grade being typed has nothing else to be known by
          key={index}
          number={String(index + 1)}
          boundary={boundary}
          twice={isTwice(boundaries, index)}
          gradeError={errors[`boundaries.${index}.grade`]}
          minimumError={errors[`boundaries.${index}.minimum`]}
          onChange={(part) => onChange(boundaries.map((one, at) => (at === index ? { ...one, ...part } : one)))}
          onRemove={() => onChange(boundaries.filter((_, at) => at !== index))}
        />
      ))}
      <Group>
        <Button
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => onChange([...boundaries, { grade: '', minimum: '' }])}
        >
          {t('scoring.boundaryAdd')}
        </Button>
      </Group>
    </Stack>
  )
}

interface RowProps {
  number: string
  boundary: BoundaryValues
  twice: boolean
  gradeError: ReactNode
  minimumError: ReactNode
  onChange: (part: Partial<BoundaryValues>) => void
  onRemove: () => void
}

function BoundaryRow({ number, boundary, twice, gradeError, minimumError, onChange, onRemove }: RowProps) {
  const { t } = useTranslation()
  return (
    <div>
      <Group gap="xs" align="flex-end" wrap="nowrap">
        <TextInput
          w="8rem"
          label={t('scoring.gradeNumber', { number })}
          value={boundary.grade}
          error={gradeError ?? twice}
          onChange={(event) => onChange({ grade: event.currentTarget.value })}
        />
        <NumberInput
          w="8rem"
          label={t('scoring.minimum')}
          value={boundary.minimum}
          error={minimumError ?? twice}
          min={0}
          max={100}
          decimalScale={2}
          allowedDecimalSeparators={['.', ',']}
          onChange={(minimum) => onChange({ minimum: minimum === '' ? '' : Number(minimum) })}
        />
        <ActionIcon
          variant="subtle"
          color="red"
          size="lg"
          aria-label={t('scoring.boundaryRemove', { number })}
          onClick={onRemove}
        >
          <IconTrash size={18} aria-hidden />
        </ActionIcon>
      </Group>
      {twice && (
        <Text size="sm" c="red" role="status">
          {t('scoring.boundaryTwice')}
        </Text>
      )}
    </div>
  )
}

function isTwice(boundaries: readonly BoundaryValues[], index: number): boolean {
  const mine = boundaries[index]
  return boundaries.some(
    (other, at) =>
      at < index &&
      ((other.grade !== '' && other.grade === mine?.grade) ||
        (other.minimum !== '' && other.minimum === mine?.minimum)),
  )
}
