import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { deleteStudent, type Student } from '../../contract/students.ts'
import { DeleteDialog } from '../academics/delete-dialog.tsx'
import { fullName } from './full-name.ts'

interface Props {
  student: Student
  onEnd: () => void
  onDone?: () => void
}

/** Takes a student out of the year; one who is or was in a project stays, and the dialog says in which. */
export function DeleteStudent({ student, onEnd, onDone }: Props) {
  const { t } = useTranslation()
  const { project } = student
  const name = fullName(student)
  const known = project
    ? [
        <Anchor key="project" component={Link} to={`/projects/${project.id}`}>
          {t('students.inProject', { code: project.code })}
        </Anchor>,
      ]
    : []
  return (
    <DeleteDialog
      endpoint={deleteStudent}
      sending={{ params: { studentId: student.id } }}
      title={t('students.removeTitle', { name })}
      confirm={t('students.remove')}
      done={t('students.removed', { name })}
      blocked={t('students.inUse')}
      uses={known}
      usesOf={({ projects }) =>
        Array.isArray(projects) ? projects.map((code) => t('students.inProject', { code: String(code) })) : []
      }
      onEnd={onEnd}
      {...(onDone ? { onDone } : {})}
    >
      {t('students.removeAsk', { code: student.code })}
    </DeleteDialog>
  )
}
