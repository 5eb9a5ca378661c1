import { ActionIcon, Button, Group, NumberInput, Stack, Text, TextInput } from '@mantine/core'
import { IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/use-format.ts'
import { sumOf } from './formula.ts'

export interface ItemValues {
  name: string
  maximum: number | ''
}

interface Props {
  /** Which sheet; the beginning of the paths of its errors. */
  path: 'advisor' | 'committee'
  items: readonly ItemValues[]
  errors: Readonly<Record<string, ReactNode>>
  onChange: (items: ItemValues[]) => void
}

/** The items of one sheet in their order, with what each one counts. */
export function ItemList({ path, items, errors, onChange }: Props) {
  const { t } = useTranslation()
  const { number } = useFormat()
  const swap = (index: number) => {
    const moved = [...items]
    moved.splice(index - 1, 2, ...items.slice(index - 1, index + 1).toReversed())
    onChange(moved)
  }
  return (
    <Stack gap="xs">
      {errors[path] && <Text c="red">{errors[path]}</Text>}
      {items.map((item, index) => (
        <ItemRow
          // biome-ignore lint/suspicious/noArrayIndexKey: an item being typed has nothing else to be known by
          key={index}
          number={String(index + 1)}
          item={item}
          nameError={errors[`${path}.${index}.name`]}
          maximumError={errors[`${path}.${index}.maximum`]}
          onChange={(part) => onChange(items.map((one, at) => (at === index ? { ...one, ...part } : one)))}
          onUp={index > 0 ? () => swap(index) : null}
          onRemove={() => onChange(items.filter((_, at) => at !== index))}
        />
      ))}
      <Group justify="space-between">
        <Button
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => onChange([...items, { name: '', maximum: '' }])}
        >
          {t('scoring.itemAdd')}
        </Button>
        <Text fw={600}>{t('scoring.subtotal', { sum: number(sumOf(items.map(({ maximum }) => maximum))) })}</Text>
      </Group>
    </Stack>
  )
}

interface RowProps {
  number: string
  item: ItemValues
  nameError: ReactNode
  maximumError: ReactNode
  onChange: (part: Partial<ItemValues>) => void
  onUp: (() => void) | null
  onRemove: () => void
}

function ItemRow({ number, item, nameError, maximumError, onChange, onUp, onRemove }: RowProps) {
  const { t } = useTranslation()
  return (
    <Group gap="xs" align="flex-end">
      <TextInput
        flex="1 1 14rem"
        label={t('scoring.itemNumber', { number })}
        value={item.name}
        error={nameError}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <NumberInput
        w="6.5rem"
        label={t('scoring.maximum')}
        value={item.maximum}
        error={maximumError}
        min={0}
        max={100}
        decimalScale={2}
        allowedDecimalSeparators={['.', ',']}
        onChange={(maximum) => onChange({ maximum: maximum === '' ? '' : Number(maximum) })}
      />
      <Group gap={0} wrap="nowrap">
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t('scoring.itemUp', { number })}
          disabled={onUp === null}
          onClick={() => onUp?.()}
        >
          <IconArrowUp size={18} aria-hidden />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="red"
          size="lg"
          aria-label={t('scoring.itemRemove', { number })}
          onClick={onRemove}
        >
          <IconTrash size={18} aria-hidden />
        </ActionIcon>
      </Group>
    </Group>
  )
}
