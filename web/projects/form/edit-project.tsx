import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Project, updateProject } from '../../../contract/projects.ts'
import { useSession } from '../../app/session/session.ts'
import { useYear } from '../../app/session/year.ts'
import { useToast } from '../../ui/feedback/toast.ts'
import { FormFrame } from '../../ui/form/frame.tsx'
import { tidy } from '../../ui/form/tidy.ts'
import { type ContractForm, useContractForm } from '../../ui/form/use-contract-form.ts'
import { Section } from '../../ui/section.tsx'
import { useMajors } from '../majors.ts'
import { useOffice } from './own-student.ts'
import { PeopleSection } from './people-section.tsx'
import { type FormOfProject, ProjectFormPage, useProjectFieldNames } from './project-form-page.tsx'
import { TopicCheck, useTopicCheck } from './topic-check.tsx'
import { TopicFields } from './topic-fields.tsx'
import { type ChosenMember, changedOf, type ProjectValues, teamOf, valuesOf } from './values.ts'

interface Values extends ProjectValues {
  members: ChosenMember[]
}

/** Changes a draft or a rejected project. */
export function EditProjectPage() {
  const { t } = useTranslation()
  return (
    <ProjectFormPage
      title={() => t('projects.edit')}
      possible={({ can }) => can.edit}
      otherwise={{ title: t('projects.notEditable'), hint: t('projects.notEditableHint') }}
      form={EditForm}
    />
  )
}

function useEditing(project: Project) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const toast = useToast()
  const members = teamOf(project)
  return useContractForm({
    endpoint: updateProject,
    initial: { ...valuesOf(project), members } as Values,
    sending: { params: { projectId: project.id }, ifMatch: project.version },
    draft: `project-${project.id}-${project.version}`,
    toBody: (values: Values) => changedOf(bodyOf({ ...valuesOf(project), members }), bodyOf(values)),
    onDone: async () => {
      toast.done(t('projects.saved'))
      await navigate({ to: `/projects/${project.id}` })
    },
  })
}

function bodyOf({ members, ...values }: Values) {
  return tidy(updateProject.body, { ...values, memberIds: members.map(({ id }) => id) })
}

function EditForm({ read, onReload }: FormOfProject) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [project] = useState(read)
  const office = useOffice()
  const form = useEditing(project)
  const { values } = form.form
  const check = useTopicCheck(values.topicLo, values.topicEn, project.id)
  const fieldNames = useProjectFieldNames()
  return (
    <FormFrame
      form={form}
      onReload={onReload}
      onCancel={() => void navigate({ to: `/projects/${project.id}` })}
      fieldNames={fieldNames}
    >
      <Section title={t('projects.topicSection')} hint={t('projects.topicHint')}>
        <TopicFields form={form.form} />
      </Section>
      <Section title={t('projects.check')}>
        <TopicCheck check={check} office={office} />
      </Section>
      <People project={project} form={form} office={office} />
    </FormFrame>
  )
}

interface PeopleProps {
  project: Project
  form: ContractForm<Values>
  office: boolean
}

function People({ project, form: { form }, office }: PeopleProps) {
  const { account } = useSession()
  const { years } = useYear()
  const majors = useMajors(project.year.id)
  const { values, errors } = form
  const members = values.members.map((member) => ({
    ...member,
    majorId: member.majorId ?? majors.find(({ abbreviation }) => abbreviation === member.major)?.id,
  }))
  const own = office ? undefined : values.members.find(({ code }) => code === account.login?.toUpperCase())
  return (
    <PeopleSection
      members={members}
      onMembers={(chosen) => {
        form.setFieldValue('members', chosen)
        form.clearFieldError('memberIds')
      }}
      memberError={errors.memberIds as string | undefined}
      ownId={own?.id}
      most={years.find(({ id }) => id === project.year.id)?.maxMembers ?? 2}
      yearId={project.year.id}
      advisorId={values.advisorId}
      onAdvisor={(advisorId) => form.setFieldValue('advisorId', advisorId)}
      advisorError={errors.advisorId as string | undefined}
      currentAdvisor={project.advisor}
      office={office}
    />
  )
}
