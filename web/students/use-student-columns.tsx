import { Anchor, Menu, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { listStudents, Student } from '../../contract/students.ts'
import { DangerItem, RowMenu } from '../academics/row-menu.tsx'
import { useCan } from '../app/session/session.ts'
import { StatusBadge } from '../ui/status-badge.tsx'
import type { Column } from '../ui/table/list-endpoint.ts'
import type { Deciding } from './decision.tsx'
import { fullName, latinName } from './full-name.ts'

/** The columns of the list. */
export function useStudentColumns(
  onDecide: (deciding: Deciding) => void,
  onDelete: (student: Student) => void,
): Column<typeof listStudents>[] {
  const { t } = useTranslation()
  return [
    {
      id: 'name',
      header: t('students.name'),
      sort: 'name',
      primary: true,
      cell: (student) => <Name student={student} />,
    },
    { id: 'code', header: t('students.code'), sort: 'code', cell: ({ code }) => <Short>{code}</Short> },
    { id: 'gender', header: t('students.gender'), cell: ({ gender }) => <Short>{t(`gender.${gender}`)}</Short> },
    {
      id: 'classroom',
      header: t('students.classroom'),
      sort: 'classroom',
      cell: ({ classroom, major }) => <Second first={classroom.name} second={major.abbreviation} />,
    },
    {
      id: 'contact',
      header: t('students.contact'),
      cell: ({ telephone, email }) => <Second first={telephone ?? email ?? '–'} second={telephone ? email : null} />,
    },
    {
      id: 'status',
      header: t('students.status'),
      sort: 'status',
      cell: ({ status }) => <StatusBadge family="studentStatus" status={status} />,
    },
    {
      id: 'project',
      header: t('students.project'),
      cell: ({ project }) =>
        project ? (
          <Anchor component={Link} to={`/projects/${project.id}`} inherit>
            <Short>{project.code}</Short>
          </Anchor>
        ) : (
          '–'
        ),
    },
    {
      id: 'actions',
      header: t('table.actions'),
      actions: true,
      cell: (student) => <StudentMenu student={student} onDecide={onDecide} onDelete={onDelete} />,
    },
  ]
}

function Name({ student }: { student: Student }) {
  const latin = latinName(student)
  return (
    <>
      <Anchor component={Link} to={`/students/${student.id}`} fw={600} display="block">
        {fullName(student)}
      </Anchor>
      {latin && (
        <Text c="dimmed" size="sm" component="span" fw={400}>
          {latin}
        </Text>
      )}
    </>
  )
}

function Second({ first, second }: { first: string; second: string | null }) {
  return (
    <>
      {first}
      {second && (
        <Text c="dimmed" size="sm" component="span" display="block">
          {second}
        </Text>
      )}
    </>
  )
}

/** A code or a word that is never broken in two. */
function Short({ children }: { children: string }) {
  return <span style={{ whiteSpace: 'nowrap' }}>{children}</span>
}

interface MenuProps {
  student: Student
  onDecide: (deciding: Deciding) => void
  onDelete: (student: Student) => void
}

function StudentMenu({ student, onDecide, onDelete }: MenuProps) {
  const { t } = useTranslation()
  const accounts = useCan('account.manage')
  const { id, code, can, status } = student
  if (!can.manage && !accounts) return null
  const decide = (decision: Deciding['decision']) => () =>
    onDecide({ decision, studentId: id, name: fullName(student) })
  return (
    <RowMenu label={t('academics.actionsFor', { name: `${code} ${fullName(student)}` })}>
      {can.manage && status === 'pending' && (
        <>
          <Menu.Item onClick={decide('approve')}>{t('students.approve')}</Menu.Item>
          <Menu.Item onClick={decide('reject')}>{t('students.reject')}</Menu.Item>
          <Menu.Divider />
        </>
      )}
      {can.manage && (
        <Menu.Item component={Link} to={`/students/${id}`}>
          {t('action.edit')}
        </Menu.Item>
      )}
      {accounts && status === 'approved' && (
        <Menu.Item component={Link} to="/accounts" search={{ q: code } as never}>
          {t('students.invite')}
        </Menu.Item>
      )}
      {can.manage && <DangerItem onClick={() => onDelete(student)}>{t('students.remove')}</DangerItem>}
    </RowMenu>
  )
}
