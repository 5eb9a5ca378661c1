import { ActionIcon, Button, Fieldset, Group, NumberInput, Stack, Text, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../i18n/use-format.ts'
import { blankTask, type TemplateValues } from './template-values.ts'

type Form = UseFormReturnType<TemplateValues>

/** The steps of a template in order. They are moved by buttons, which work by keyboard and by touch alike. */
export function TaskFields({ form }: { form: Form }) {
  const { t } = useTranslation()
  const { number } = useFormat()
  const { tasks } = form.values
  const days = tasks.reduce((sum, { durationDays }) => sum + Number(durationDays || 0), 0)
  return (
    <Fieldset legend={t('milestones.tasks')} p="sm">
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('milestones.tasksHint')}
        </Text>
        {tasks.map((_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place in the order
          <TaskRow key={index} form={form} index={index} />
        ))}
        <Group justify="space-between">
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlus size={14} aria-hidden />}
            disabled={tasks.length >= 30}
            onClick={() => form.insertListItem('tasks', { ...blankTask })}
          >
            {t('milestones.addTask')}
          </Button>
          <Text size="sm">{t('milestones.total', { days: number(days) })}</Text>
        </Group>
      </Stack>
    </Fieldset>
  )
}

function TaskRow({ form, index }: { form: Form; index: number }) {
  const { t } = useTranslation()
  const { number } = useFormat()
  const position = number(index + 1)
  return (
    <Group gap="xs" align="flex-start">
      <TextInput
        flex="1 1 12rem"
        aria-label={t('milestones.taskName', { position })}
        placeholder={t('milestones.taskName', { position })}
        {...form.getInputProps(`tasks.${index}.name`)}
      />
      <NumberInput
        w="6rem"
        min={1}
        max={365}
        allowDecimal={false}
        aria-label={t('milestones.taskDays', { position })}
        {...form.getInputProps(`tasks.${index}.durationDays`)}
      />
      <TaskButtons form={form} index={index} />
    </Group>
  )
}

function TaskButtons({ form, index }: { form: Form; index: number }) {
  const { t } = useTranslation()
  const { number } = useFormat()
  const position = number(index + 1)
  const last = form.values.tasks.length - 1
  const button = { variant: 'subtle', color: 'gray', size: 'lg' } as const
  return (
    <Group gap={0} wrap="nowrap">
      <ActionIcon
        {...button}
        aria-label={t('milestones.moveUp', { position })}
        disabled={index === 0}
        onClick={() => form.reorderListItem('tasks', { from: index, to: index - 1 })}
      >
        <IconArrowUp size={18} aria-hidden />
      </ActionIcon>
      <ActionIcon
        {...button}
        aria-label={t('milestones.moveDown', { position })}
        disabled={index === last}
        onClick={() => form.reorderListItem('tasks', { from: index, to: index + 1 })}
      >
        <IconArrowDown size={18} aria-hidden />
      </ActionIcon>
      <ActionIcon
        {...button}
        aria-label={t('milestones.removeTask', { position })}
        disabled={last === 0}
        onClick={() => form.removeListItem('tasks', index)}
      >
        <IconX size={18} aria-hidden />
      </ActionIcon>
    </Group>
  )
}
