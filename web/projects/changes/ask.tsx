import { Button, Group, Text, Textarea } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { askForChange } from '../../../contract/projects/changes.ts'
import type { Project } from '../../../contract/projects.ts'
import { useYear } from '../../app/session/year.ts'
import { useToast } from '../../ui/feedback/toast.ts'
import { FormFrame } from '../../ui/form/frame.tsx'
import { tidy } from '../../ui/form/tidy.ts'
import { type ContractForm, useContractForm } from '../../ui/form/use-contract-form.ts'
import { Section } from '../../ui/section.tsx'
import { MemberPicker } from '../form/member-picker.tsx'
import { OfficeReason } from '../form/office-reason.tsx'
import { useOffice } from '../form/own-student.ts'
import { type FormOfProject, ProjectFormPage, useProjectFieldNames } from '../form/project-form-page.tsx'
import { TopicCheck, useTopicCheck } from '../form/topic-check.tsx'
import { TopicFields } from '../form/topic-fields.tsx'
import { type ChosenMember, changedOf, type ProjectValues, teamOf, valuesOf } from '../form/values.ts'

interface Values extends ProjectValues {
  members: ChosenMember[]
  reason: string
  similarityOverride: string
}

/** Asks for another topic or other students of an approved project. */
export function AskForChangePage() {
  const { t } = useTranslation()
  return (
    <ProjectFormPage
      title={(code) => t('projects.changeTitle', { code })}
      possible={({ changeCan }) => changeCan.ask}
      otherwise={{ title: t('projects.changeNot'), hint: t('projects.changeNotHint') }}
      form={AskForm}
    />
  )
}

function bodyOf({ members, ...values }: Values) {
  return tidy(askForChange.body, { ...values, memberIds: members.map(({ id }) => id) })
}

function useAsking(project: Project) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const toast = useToast()
  const initial: Values = { ...valuesOf(project), members: teamOf(project), reason: '', similarityOverride: '' }
  return useContractForm({
    endpoint: askForChange,
    initial,
    sending: { params: { projectId: project.id }, ifMatch: project.version },
    draft: `change-${project.id}-${project.version}`,
    toBody: (values: Values) => {
      const { reason, ...after } = bodyOf(values)
      return { ...changedOf(bodyOf(initial), after), reason }
    },
    onDone: async () => {
      toast.done(t('projects.changeSent'))
      await navigate({ to: `/projects/${project.id}` })
    },
  })
}

function AskForm({ read, onReload }: FormOfProject) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [project] = useState(read)
  const form = useAsking(project)
  const fieldNames = useProjectFieldNames()
  return (
    <FormFrame
      form={form}
      submit={t('projects.changeSend')}
      onReload={onReload}
      onCancel={() => void navigate({ to: `/projects/${project.id}` })}
      fieldNames={fieldNames}
    >
      <Text>{t('projects.changeIntro', { advisor: project.advisor.name })}</Text>
      <TopicPart project={project} form={form} />
      <MembersPart project={project} form={form} />
      <Section>
        <Textarea
          label={t('projects.changeReason')}
          description={t('projects.changeReasonHint')}
          required
          autosize
          minRows={3}
          {...form.form.getInputProps('reason')}
        />
      </Section>
    </FormFrame>
  )
}

interface PartProps {
  project: Project
  form: ContractForm<Values>
}

function TopicPart({ project, form: { form } }: PartProps) {
  const { t } = useTranslation()
  const office = useOffice()
  const { values } = form
  const check = useTopicCheck(values.topicLo, values.topicEn, project.id)
  return (
    <>
      <Section title={t('projects.topicSection')} hint={t('projects.topicHint')}>
        <TopicFields form={form} />
      </Section>
      <Section title={t('projects.check')}>
        <TopicCheck check={check} office={office}>
          <OfficeReason
            label={t('projects.similarityReason')}
            value={values.similarityOverride}
            onChange={(value) => form.setFieldValue('similarityOverride', value)}
            error={form.errors.similarityOverride as string | undefined}
          />
        </TopicCheck>
      </Section>
    </>
  )
}

/** Who is to work on it. Whoever is taken out is named, and can be kept after all. */
function MembersPart({ project, form: { form } }: PartProps) {
  const { t } = useTranslation()
  const { years } = useYear()
  const office = useOffice()
  const { members } = form.values
  const most = years.find(({ id }) => id === project.year.id)?.maxMembers ?? 2
  const leaving = teamOf(project).filter(({ id }) => !members.some((one) => one.id === id))
  const set = (chosen: ChosenMember[]) => {
    form.setFieldValue('members', chosen)
    form.clearFieldError('memberIds')
  }
  return (
    <Section>
      <MemberPicker
        members={members}
        onChange={set}
        most={most}
        asked={!office}
        error={form.errors.memberIds as string | undefined}
      />
      {leaving.map((one) => (
        <Group key={one.id} mt="xs" gap="sm">
          <Text>{t('projects.changeLeaving', { name: `${one.name} (${one.code})` })}</Text>
          <Button
            variant="default"
            size="compact-sm"
            disabled={members.length >= most}
            onClick={() => set([...members, one])}
          >
            {t('projects.changeKeep', { name: one.name })}
          </Button>
        </Group>
      ))}
    </Section>
  )
}
