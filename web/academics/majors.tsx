import { Anchor, Button, Menu } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { deleteMajor, listMajors, type Major } from '../../contract/academics.ts'
import { useCan } from '../app/session/session.ts'
import { useYear } from '../app/session/year.ts'
import { useFormat } from '../i18n/use-format.ts'
import { PageHeader } from '../ui/page-header.tsx'
import { DataTable } from '../ui/table/data-table.tsx'
import type { Column } from '../ui/table/list-endpoint.ts'
import { DeleteDialog } from './delete-dialog.tsx'
import { FormDialog } from './form-dialog.tsx'
import { AddMajor, ChangeMajor } from './major-form.tsx'
import { DangerItem, RowMenu } from './row-menu.tsx'
import { Statistics } from './statistics/statistics.tsx'

/** The majors of a year. */
export function MajorsPage() {
  const { t } = useTranslation()
  const { yearId, readOnly } = useYear()
  const manage = useCan('major.manage') && !readOnly
  const [edited, setEdited] = useState<Major | 'new' | null>(null)
  const [leaving, setLeaving] = useState<Major | null>(null)
  const columns = useColumns(manage, setEdited, setLeaving)
  const add = manage && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited('new')}>
      {t('academics.majorAdd')}
    </Button>
  )
  const hint = readOnly ? t('problem.year.closed') : t(manage ? 'academics.majorsHint' : 'academics.majorsReadOnly')
  return (
    <>
      <PageHeader title={t('nav.majors')} hint={hint} action={add} />
      <DataTable
        endpoint={listMajors}
        label={t('nav.majors')}
        columns={columns}
        rowKey={({ id }) => id}
        fixed={yearId ? { yearId } : {}}
        search={t('academics.majorSearch')}
        sort="name"
        empty={{ title: t('academics.majorsEmpty'), ...(manage ? { hint: t('academics.majorsEmptyHint') } : {}) }}
      />
      <Statistics by="major" />
      <FormDialog
        record={edited}
        title={edited && edited !== 'new' ? t('academics.majorEdit', { name: edited.name }) : t('academics.majorAdd')}
        onClose={() => setEdited(null)}
      >
        {(base, restart) =>
          base ? (
            <ChangeMajor major={base} onReload={restart} onEnd={() => setEdited(null)} />
          ) : (
            <AddMajor onEnd={() => setEdited(null)} />
          )
        }
      </FormDialog>
      {leaving && <DeleteMajor major={leaving} onEnd={() => setLeaving(null)} />}
    </>
  )
}

function useColumns(manage: boolean, onEdit: (major: Major) => void, onDelete: (major: Major) => void) {
  const { t } = useTranslation()
  const { number } = useFormat()
  const columns: Column<typeof listMajors>[] = [
    { id: 'name', header: t('academics.majorName'), sort: 'name', primary: true, cell: ({ name }) => name },
    {
      id: 'abbreviation',
      header: t('academics.abbreviation'),
      sort: 'abbreviation',
      cell: ({ abbreviation }) => abbreviation,
    },
    {
      id: 'classrooms',
      header: t('nav.classrooms'),
      align: 'right',
      cell: ({ id, name, classrooms }) => (
        <Count to="/classrooms" majorId={id} label={t('academics.classroomsOf', { name })}>
          {number(classrooms)}
        </Count>
      ),
    },
    {
      id: 'students',
      header: t('nav.students'),
      align: 'right',
      cell: ({ id, name, students }) => (
        <Count to="/students" majorId={id} label={t('academics.studentsOf', { name })}>
          {number(students)}
        </Count>
      ),
    },
  ]
  if (!manage) return columns
  const cell = (major: Major) => (
    <RowMenu label={t('academics.actionsFor', { name: major.name })}>
      <Menu.Item onClick={() => onEdit(major)}>{t('academics.rename')}</Menu.Item>
      <DangerItem onClick={() => onDelete(major)}>{t('action.delete')}</DangerItem>
    </RowMenu>
  )
  return [...columns, { id: 'actions', header: t('table.actions'), actions: true, cell }]
}

function Count({ to, majorId, label, children }: { to: string; majorId: string; label: string; children: ReactNode }) {
  return (
    <Anchor component={Link} to={to} search={{ majorId } as never} inherit aria-label={`${label}: ${children}`}>
      {children}
    </Anchor>
  )
}

const kinds = ['classrooms', 'students', 'advisors', 'rooms'] as const

function DeleteMajor({ major, onEnd }: { major: Major; onEnd: () => void }) {
  const { t } = useTranslation()
  const usesOf = (data: Readonly<Record<string, unknown>>) =>
    kinds.flatMap((kind) => {
      const count = Number(data[kind] ?? 0)
      return count > 0 ? [t(`academics.uses.${kind}`, { count })] : []
    })
  return (
    <DeleteDialog
      endpoint={deleteMajor}
      sending={{ params: { majorId: major.id } }}
      title={t('academics.majorDelete', { name: major.name })}
      done={t('academics.majorDeleted')}
      blocked={t('academics.majorInUse')}
      uses={usesOf({ classrooms: major.classrooms, students: major.students })}
      usesOf={usesOf}
      onEnd={onEnd}
    >
      {t('academics.majorDeleteAsk')}
    </DeleteDialog>
  )
}
