import { Alert, Button, Group, Modal, Stack, Table, Text, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { createTemplate, type MilestoneTemplate, updateTemplate } from '../../contract/milestones.ts'
import { ComparedForm } from '../academics/compared-form.tsx'
import { useYear } from '../app/session/year.ts'
import { useFormat } from '../i18n/use-format.ts'
import { useToast } from '../ui/feedback/toast.ts'
import { tidy } from '../ui/form/tidy.ts'
import { type ContractForm, useContractForm } from '../ui/form/use-contract-form.ts'
import { TaskFields } from './task-fields.tsx'
import { blankTask, type TemplateValues } from './template-values.ts'

export type OpenTemplate = { kind: 'new' } | { kind: 'old' | 'copy'; template: MilestoneTemplate }

interface Props {
  open: OpenTemplate | null
  manage: boolean
  onClose: () => void
}

/** One template: to read when it is in use or the reader may not change it, else to edit. */
export function TemplateDialog({ open, manage, onClose }: Props) {
  const { t } = useTranslation()
  const readOnly = open?.kind === 'old' && (!manage || open.template.projects > 0)
  const title = readOnly
    ? open.template.name
    : t(open?.kind === 'old' ? 'milestones.editTemplate' : 'milestones.newTemplate')
  return (
    <Modal
      opened={open !== null}
      onClose={onClose}
      size="lg"
      title={title}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      {readOnly && <TemplateFacts template={open.template} manage={manage} onClose={onClose} />}
      {open && !readOnly && open.kind === 'old' && <ChangeForm template={open.template} onClose={onClose} />}
      {open && open.kind !== 'old' && <AddForm from={open.kind === 'copy' ? open.template : null} onClose={onClose} />}
    </Modal>
  )
}

interface FactsProps {
  template: MilestoneTemplate
  manage: boolean
  onClose: () => void
}

function TemplateFacts({ template, manage, onClose }: FactsProps) {
  const { t } = useTranslation()
  const { number } = useFormat()
  return (
    <Stack>
      {manage && template.projects > 0 && (
        <Alert color="gray">{t('milestones.inUse', { count: template.projects })}</Alert>
      )}
      {template.description && <Text style={{ whiteSpace: 'pre-line' }}>{template.description}</Text>}
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('milestones.step')}</Table.Th>
            <Table.Th ta="right">{t('milestones.days')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {template.tasks.map(({ name, durationDays }) => (
            <Table.Tr key={`${name} ${durationDays}`}>
              <Table.Td>{name}</Table.Td>
              <Table.Td ta="right">{number(durationDays)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('action.close')}
        </Button>
      </Group>
    </Stack>
  )
}

function AddForm({ from, onClose }: { from: MilestoneTemplate | null; onClose: () => void }) {
  const { t } = useTranslation()
  const { yearId } = useYear()
  const toast = useToast()
  const form = useContractForm({
    endpoint: createTemplate,
    initial: {
      name: from ? t('milestones.copyOf', { name: from.name }) : '',
      description: from?.description ?? '',
      tasks: from?.tasks.map((task) => ({ ...task })) ?? [blankTask],
    } as TemplateValues,
    toBody: (values: TemplateValues) => ({ ...tidy(createTemplate.body, { ...values }), yearId }),
    onDone: () => {
      toast.done(t('milestones.templateSaved'))
      onClose()
    },
  })
  return <TemplateForm form={form} onClose={onClose} />
}

function ChangeForm({ template, onClose }: { template: MilestoneTemplate; onClose: () => void }) {
  const { t } = useTranslation()
  const toast = useToast()
  const form = useContractForm({
    endpoint: updateTemplate,
    initial: {
      name: template.name,
      description: template.description ?? '',
      tasks: template.tasks.map((task) => ({ ...task })),
    } as TemplateValues,
    sending: { params: { templateId: template.id }, ifMatch: template.version },
    onDone: () => {
      toast.done(t('milestones.templateSaved'))
      onClose()
    },
  })
  return <TemplateForm form={form} onClose={onClose} />
}

function TemplateForm({ form, onClose }: { form: ContractForm<TemplateValues>; onClose: () => void }) {
  const { t } = useTranslation()
  const steps = (tasks: TemplateValues['tasks']) => tasks.map(({ name, durationDays }) => `${name} (${durationDays})`)
  return (
    <ComparedForm
      form={form}
      onCancel={onClose}
      onReload={onClose}
      compare={(current: MilestoneTemplate, yours) => [
        { name: t('milestones.templateName'), theirs: current.name, yours: yours.name },
        { name: t('milestones.templateDescription'), theirs: current.description, yours: yours.description },
        { name: t('milestones.tasks'), theirs: steps(current.tasks), yours: steps(yours.tasks) },
      ]}
    >
      <TextInput label={t('milestones.templateName')} required data-autofocus {...form.form.getInputProps('name')} />
      <Textarea
        label={t('milestones.templateDescription')}
        autosize
        minRows={2}
        {...form.form.getInputProps('description')}
      />
      <TaskFields form={form.form} />
    </ComparedForm>
  )
}
