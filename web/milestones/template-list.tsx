import { ActionIcon, Anchor, Button, Group, Text } from '@mantine/core'
import { IconCopy, IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { deleteTemplate, listTemplates, type MilestoneTemplate } from '../../contract/milestones.ts'
import { useCan } from '../app/session/session.ts'
import { useYear } from '../app/session/year.ts'
import { useFormat } from '../i18n/use-format.ts'
import { ConfirmDialog } from '../ui/feedback/confirm-dialog.tsx'
import { useAction } from '../ui/feedback/use-action.ts'
import { PageHeader } from '../ui/page-header.tsx'
import { DataTable } from '../ui/table/data-table.tsx'
import type { Column } from '../ui/table/list-endpoint.ts'
import { type OpenTemplate, TemplateDialog } from './template-dialog.tsx'

/** The milestone templates of a year. */
export function TemplateListPage() {
  const { t } = useTranslation()
  const { yearId, readOnly } = useYear()
  const manage = useCan('template.manage') && !readOnly
  const [open, setOpen] = useState<OpenTemplate | null>(null)
  const [going, setGoing] = useState<MilestoneTemplate | null>(null)
  const columns = useColumns({ manage, onOpen: setOpen, onDelete: setGoing })
  const add = manage && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpen({ kind: 'new' })}>
      {t('milestones.newTemplate')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('milestones.templates')} hint={t('milestones.templatesHint')} action={add} />
      <DataTable
        endpoint={listTemplates}
        label={t('milestones.templates')}
        columns={columns}
        rowKey={({ id }) => id}
        fixed={yearId ? { yearId } : {}}
        sort="name"
        search={t('milestones.templateName')}
        empty={{ title: t('milestones.templatesEmpty'), hint: t('milestones.templatesEmptyHint') }}
      />
      <TemplateDialog open={open} manage={manage} onClose={() => setOpen(null)} />
      <DeleteDialog template={going} onClose={() => setGoing(null)} />
    </>
  )
}

interface Handlers {
  manage: boolean
  onOpen: (open: OpenTemplate) => void
  onDelete: (template: MilestoneTemplate) => void
}

function useColumns({ manage, onOpen, onDelete }: Handlers): Column<typeof listTemplates>[] {
  const { t } = useTranslation()
  const { number } = useFormat()
  const days = (template: MilestoneTemplate) => template.tasks.reduce((sum, task) => sum + task.durationDays, 0)
  const actions: Column<typeof listTemplates> = {
    id: 'actions',
    header: t('table.actions'),
    actions: true,
    align: 'right',
    cell: (row) => <RowActions template={row} onOpen={onOpen} onDelete={onDelete} />,
  }
  return [
    {
      id: 'name',
      header: t('milestones.templateName'),
      sort: 'name',
      primary: true,
      cell: (row) => (
        <>
          <Anchor
            component="button"
            type="button"
            ta="left"
            fw={600}
            onClick={() => onOpen({ kind: 'old', template: row })}
          >
            {row.name}
          </Anchor>
          {row.description && (
            <Text size="sm" c="dimmed">
              {row.description}
            </Text>
          )}
        </>
      ),
    },
    {
      id: 'tasks',
      header: t('milestones.tasks'),
      cell: (row) => t('milestones.taskCount', { count: row.tasks.length, days: number(days(row)) }),
    },
    {
      id: 'projects',
      header: t('milestones.used'),
      cell: (row) => (row.projects === 0 ? t('milestones.unused') : t('milestones.usedCount', { count: row.projects })),
    },
    ...(manage ? [actions] : []),
  ]
}

function RowActions({ template, onOpen, onDelete }: Omit<Handlers, 'manage'> & { template: MilestoneTemplate }) {
  const { t } = useTranslation()
  const { name, projects } = template
  return (
    <Group gap={4} justify="flex-end" wrap="nowrap">
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={t('milestones.copyTemplate', { name })}
        onClick={() => onOpen({ kind: 'copy', template })}
      >
        <IconCopy size={18} aria-hidden />
      </ActionIcon>
      {projects === 0 && (
        <ActionIcon
          variant="subtle"
          color="red"
          size="lg"
          aria-label={t('milestones.deleteTemplate', { name })}
          onClick={() => onDelete(template)}
        >
          <IconTrash size={18} aria-hidden />
        </ActionIcon>
      )}
    </Group>
  )
}

function DeleteDialog({ template, onClose }: { template: MilestoneTemplate | null; onClose: () => void }) {
  const { t } = useTranslation()
  const remove = useAction(deleteTemplate, { done: t('milestones.templateDeleted'), quiet: true, onDone: onClose })
  return (
    <ConfirmDialog
      opened={template !== null}
      title={t('milestones.deleteTemplateTitle', { name: template?.name ?? '' })}
      confirm={t('action.delete')}
      danger
      pending={remove.pending}
      problem={remove.problem}
      onConfirm={() => template && void remove.run({ params: { templateId: template.id } })}
      onClose={() => {
        remove.clear()
        onClose()
      }}
    >
      {t('milestones.deleteTemplateBody')}
    </ConfirmDialog>
  )
}
