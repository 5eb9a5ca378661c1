import { Button, Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readStudent, type Student } from '../../contract/students.ts'
import { queryFor } from '../api/queries.ts'
import { RecordLink } from '../record/link.tsx'
import { useParam } from '../ui/address.ts'
import { DefinitionList } from '../ui/definition-list.tsx'
import { Loaded } from '../ui/feedback/loaded.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Section } from '../ui/section.tsx'
import { StatusBadge } from '../ui/status-badge.tsx'
import { ChangeStudent } from './change-student.tsx'
import { type Deciding, Decision } from './decision.tsx'
import { DeleteStudent } from './delete-student.tsx'
import { fullName, latinName } from './full-name.ts'

/** One student: the record, to change where the reader may, and the registration to decide while it waits. */
export function StudentPage() {
  const student = useQuery(queryFor(readStudent, { params: { studentId: useParam('studentId') } }))
  return <Loaded query={student}>{(found) => <Record student={found} />}</Loaded>
}

function Record({ student }: { student: Student }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [deciding, setDeciding] = useState<Deciding | null>(null)
  const [leaving, setLeaving] = useState(false)
  const { can, code, project, status } = student
  const [name, back] = [fullName(student), () => void navigate({ to: '/students' })]
  const decide = (decision: Deciding['decision']) => () => setDeciding({ decision, studentId: student.id, name })
  const waits = can.manage && status === 'pending'
  return (
    <>
      <PageHeader
        title={`${code} ${name}`}
        crumbs={[{ label: t('nav.students'), to: '/students' }]}
        badge={<StatusBadge family="studentStatus" status={status} />}
        more={
          <Group gap="xs">
            <RecordLink only={{ subjectType: 'student', subjectId: student.id }} />
            {project && (
              <Button variant="default" component={Link} to={`/projects/${project.id}`}>
                {t('students.inProject', { code: project.code })}
              </Button>
            )}
            {can.manage && (
              <Button variant="default" onClick={() => setLeaving(true)}>
                {t('students.remove')}
              </Button>
            )}
            {waits && (
              <Button variant="default" onClick={decide('reject')}>
                {t('students.reject')}
              </Button>
            )}
          </Group>
        }
        action={waits && <Button onClick={decide('approve')}>{t('students.approve')}</Button>}
      />
      <Section>{can.manage ? <ChangeStudent student={student} onEnd={back} /> : <Facts student={student} />}</Section>
      {deciding && <Decision {...deciding} onEnd={() => setDeciding(null)} />}
      {leaving && <DeleteStudent student={student} onEnd={() => setLeaving(false)} onDone={back} />}
    </>
  )
}

/** The record for those who may only read it. */
function Facts({ student }: { student: Student }) {
  const { t } = useTranslation()
  return (
    <DefinitionList
      items={[
        { term: t('students.code'), value: student.code },
        { term: t('students.name'), value: fullName(student) },
        { term: t('students.latin'), value: latinName(student) || '–' },
        { term: t('students.gender'), value: t(`gender.${student.gender}`) },
        { term: t('academics.major'), value: student.major.name },
        { term: t('students.classroom'), value: student.classroom.name },
        { term: t('students.telephone'), value: student.telephone },
        { term: t('students.email'), value: student.email },
      ]}
    />
  )
}
