import { Alert, Modal, Select, Stack, Table, Text, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { listTemplates, type MilestoneTemplate } from '../../../contract/milestones.ts'
import { approveProject, type Project } from '../../../contract/projects.ts'
import { queryFor } from '../../api/queries.ts'
import { facultyToday } from '../../i18n/format.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Loaded } from '../../ui/feedback/loaded.tsx'
import { useToast } from '../../ui/feedback/toast.ts'
import { DayInput } from '../../ui/form/day-input.tsx'
import { FormFrame } from '../../ui/form/frame.tsx'
import { useContractForm } from '../../ui/form/use-contract-form.ts'
import { dueDates } from './due-dates.ts'

interface Props {
  project: Project
  opened: boolean
  onClose: () => void
}

/** Approves a project: the template and the start decide when each milestone is due. */
export function ApproveDialog({ project, opened, onClose }: Props) {
  const { t } = useTranslation()
  const query = { pageSize: 100, sort: 'name' as const, yearId: project.year.id }
  const templates = useQuery({ ...queryFor(listTemplates, { query }), enabled: opened })
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="lg"
      title={t('projects.approveTitle', { code: project.code })}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <Loaded query={templates}>
        {({ items }) =>
          items.length === 0 ? (
            <Alert color="yellow">{t('projects.templateNone')}</Alert>
          ) : (
            <ApproveForm project={project} templates={items} onClose={onClose} />
          )
        }
      </Loaded>
    </Modal>
  )
}

interface FormProps {
  project: Project
  templates: readonly MilestoneTemplate[]
  onClose: () => void
}

function ApproveForm({ project, templates, onClose }: FormProps) {
  const { t } = useTranslation()
  const toast = useToast()
  const only = templates.length === 1 ? templates[0]?.id : undefined
  const form = useContractForm({
    endpoint: approveProject,
    initial: { templateId: only ?? '', startsOn: facultyToday(), comment: '' },
    sending: { params: { projectId: project.id }, ifMatch: project.version },
    onDone: () => {
      toast.done(t('projects.approved'))
      onClose()
    },
  })
  const { values, getInputProps } = form.form
  const template = templates.find(({ id }) => id === values.templateId)
  return (
    <FormFrame form={form} submit={t('projects.approve')} onCancel={onClose} onReload={onClose}>
      <Select
        label={t('projects.template')}
        required
        data={templates.map(({ id, name }) => ({ value: id, label: name }))}
        allowDeselect={false}
        {...getInputProps('templateId')}
        value={values.templateId || null}
      />
      <DayInput label={t('projects.startsOn')} required {...getInputProps('startsOn')} />
      {template && values.startsOn && <Preview template={template} startsOn={values.startsOn} />}
      <Textarea label={t('projects.comment')} autosize minRows={2} {...getInputProps('comment')} />
    </FormFrame>
  )
}

function Preview({ template, startsOn }: { template: MilestoneTemplate; startsOn: string }) {
  const { t } = useTranslation()
  const { day } = useFormat()
  return (
    <Stack gap={4} aria-live="polite">
      <Text fw={600} size="sm">
        {t('projects.dueDates')}
      </Text>
      <Table>
        <Table.Tbody>
          {dueDates(startsOn, template.tasks).map(({ name, dueOn }) => (
            <Table.Tr key={`${name} ${dueOn}`}>
              <Table.Td>{name}</Table.Td>
              <Table.Td ta="right" style={{ whiteSpace: 'nowrap' }}>
                {day(dueOn)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  )
}
