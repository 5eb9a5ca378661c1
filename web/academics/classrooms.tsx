import { Anchor, Button, Menu } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Classroom, deleteClassroom, listClassrooms } from '../../contract/academics.ts'
import { useCan } from '../app/session/session.ts'
import { useYear } from '../app/session/year.ts'
import { useFormat } from '../i18n/use-format.ts'
import { PageHeader } from '../ui/page-header.tsx'
import { DataTable } from '../ui/table/data-table.tsx'
import type { Column } from '../ui/table/list-endpoint.ts'
import { AddClassroom, RenameClassroom } from './classroom-form.tsx'
import { DeleteDialog } from './delete-dialog.tsx'
import { FormDialog } from './form-dialog.tsx'
import { choicesOf, useMajors } from './office-majors.ts'
import { DangerItem, RowMenu } from './row-menu.tsx'
import { Statistics } from './statistics/statistics.tsx'

/** The classrooms of a year, by major. */
export function ClassroomsPage() {
  const { t } = useTranslation()
  const { yearId, readOnly } = useYear()
  const manage = useCan('classroom.manage') && !readOnly
  const majors = useMajors(yearId)
  const [edited, setEdited] = useState<Classroom | 'new' | null>(null)
  const [leaving, setLeaving] = useState<Classroom | null>(null)
  const columns = useColumns(setEdited, setLeaving)
  const add = manage && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited('new')}>
      {t('academics.classroomAdd')}
    </Button>
  )
  const [first, title] = [t('academics.classroomAdd'), edited && edited !== 'new' ? edited.name : null]
  return (
    <>
      <PageHeader
        title={t('nav.classrooms')}
        hint={readOnly ? t('problem.year.closed') : t('academics.classroomsHint')}
        action={add}
      />
      <DataTable
        endpoint={listClassrooms}
        label={t('nav.classrooms')}
        columns={columns}
        rowKey={({ id }) => id}
        fixed={yearId ? { yearId } : {}}
        search={t('academics.classroomName')}
        sort="name"
        filters={[{ name: 'majorId', label: t('academics.major'), options: choicesOf(majors) }]}
        empty={{
          title: t('academics.classroomsEmpty'),
          ...(manage ? { hint: t('academics.classroomsEmptyHint') } : {}),
        }}
      />
      <Statistics by="classroom" />
      <FormDialog
        record={edited}
        title={title ? t('academics.classroomEdit', { name: title }) : first}
        onClose={() => setEdited(null)}
      >
        {(base, restart) =>
          base ? (
            <RenameClassroom classroom={base} onReload={restart} onEnd={() => setEdited(null)} />
          ) : (
            <AddClassroom onEnd={() => setEdited(null)} />
          )
        }
      </FormDialog>
      {leaving && <DeleteClassroom classroom={leaving} onEnd={() => setLeaving(null)} />}
    </>
  )
}

function useColumns(
  onEdit: (classroom: Classroom) => void,
  onDelete: (classroom: Classroom) => void,
): Column<typeof listClassrooms>[] {
  const { t } = useTranslation()
  const { number } = useFormat()
  return [
    { id: 'name', header: t('academics.classroomName'), sort: 'name', primary: true, cell: ({ name }) => name },
    { id: 'major', header: t('academics.major'), sort: 'major', cell: ({ major }) => major.name },
    {
      id: 'students',
      header: t('nav.students'),
      align: 'right',
      cell: ({ id, name, major, students }) => (
        <Anchor
          component={Link}
          to="/students"
          search={{ majorId: major.id, classroomId: id } as never}
          inherit
          aria-label={`${t('academics.studentsOf', { name })}: ${number(students)}`}
        >
          {number(students)}
        </Anchor>
      ),
    },
    {
      id: 'actions',
      header: t('table.actions'),
      actions: true,
      cell: (classroom) =>
        classroom.can.manage && (
          <RowMenu label={t('academics.actionsFor', { name: classroom.name })}>
            <Menu.Item onClick={() => onEdit(classroom)}>{t('academics.rename')}</Menu.Item>
            <DangerItem onClick={() => onDelete(classroom)}>{t('action.delete')}</DangerItem>
          </RowMenu>
        ),
    },
  ]
}

function DeleteClassroom({ classroom, onEnd }: { classroom: Classroom; onEnd: () => void }) {
  const { t } = useTranslation()
  const usesOf = (data: Readonly<Record<string, unknown>>) => {
    const count = Number(data.students ?? 0)
    return count > 0 ? [t('academics.uses.students', { count })] : []
  }
  return (
    <DeleteDialog
      endpoint={deleteClassroom}
      sending={{ params: { classroomId: classroom.id } }}
      title={t('academics.classroomDelete', { name: classroom.name })}
      done={t('academics.classroomDeleted')}
      blocked={t('academics.classroomInUse')}
      uses={usesOf({ students: classroom.students })}
      usesOf={usesOf}
      onEnd={onEnd}
    >
      {t('academics.classroomDeleteAsk')}
    </DeleteDialog>
  )
}
