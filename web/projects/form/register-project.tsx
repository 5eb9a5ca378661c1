import { Button, Checkbox } from '@mantine/core'
import { IconUserCheck } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { registerProject } from '../../../contract/projects.ts'
import type { StudentCard } from '../../../contract/students.ts'
import { useYear } from '../../app/session/year.ts'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { LoadingLines } from '../../ui/feedback/loading.tsx'
import { useToast } from '../../ui/feedback/toast.ts'
import { FormFrame } from '../../ui/form/frame.tsx'
import { tidy } from '../../ui/form/tidy.ts'
import { type ContractForm, useContractForm } from '../../ui/form/use-contract-form.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { Section } from '../../ui/section.tsx'
import { InvitationNotice } from '../invitations/notice.tsx'
import { memberOf } from './member-picker.tsx'
import { OfficeReason } from './office-reason.tsx'
import { useOffice, useOwnStudent } from './own-student.ts'
import { PeopleSection } from './people-section.tsx'
import { TopicCheck, useTopicCheck } from './topic-check.tsx'
import { TopicFields } from './topic-fields.tsx'
import { type ChosenMember, emptyProject, type ProjectValues } from './values.ts'

interface Values extends ProjectValues {
  /** The chosen students besides the one who registers. */
  others: ChosenMember[]
  advisorFull: boolean
  draft: boolean
  similarityOverride: string
  overQuota: string
}

const empty: Values = {
  ...emptyProject,
  others: [],
  advisorFull: false,
  draft: false,
  similarityOverride: '',
  overQuota: '',
}

/** Registers a project: topic with its check, students, advisor. */
export function RegisterProjectPage() {
  const { t } = useTranslation()
  const { own, loading } = useOwnStudent()
  return (
    <>
      <PageHeader title={t('projects.new')} crumbs={[{ label: t('projects.list'), to: '/projects' }]} />
      <InvitationNotice />
      {loading && <LoadingLines rows={8} />}
      {!loading && own && !own.free && (
        <EmptyState
          icon={IconUserCheck}
          title={t('projects.alreadyIn')}
          hint={t('projects.alreadyInHint')}
          action={
            <Button component={Link} to="/projects">
              {t('projects.toList')}
            </Button>
          }
        />
      )}
      {!loading && (!own || own.free) && <RegisterForm own={own} />}
    </>
  )
}

function useRegistration(own: StudentCard | null) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const toast = useToast()
  return useContractForm({
    endpoint: registerProject,
    initial: empty,
    draft: 'project-new',
    toBody: ({ others, advisorFull: _, ...values }: Values) => {
      const memberIds = [...(own ? [own.id] : []), ...others.map(({ id }) => id)]
      return tidy(registerProject.body, { ...values, memberIds })
    },
    onDone: async (project, { draft }) => {
      const sent = project.invitations.length > 0 ? 'projects.handedInAsked' : 'projects.handedIn'
      toast.done(t(draft ? 'projects.drafted' : sent))
      await navigate({ to: `/projects/${project.id}` })
    },
  })
}

function RegisterForm({ own }: { own: StudentCard | null }) {
  const { t } = useTranslation()
  const form = useRegistration(own)
  const { values } = form.form
  return (
    <FormFrame form={form} submit={t(values.draft ? 'projects.saveDraft' : 'projects.handIn')}>
      <TopicPart form={form} />
      <PeoplePart form={form} own={own} />
      <Checkbox
        label={t('projects.draft')}
        description={t('projects.draftHint')}
        {...form.form.getInputProps('draft', { type: 'checkbox' })}
      />
    </FormFrame>
  )
}

function TopicPart({ form: { form } }: { form: ContractForm<Values> }) {
  const { t } = useTranslation()
  const office = useOffice()
  const check = useTopicCheck(form.values.topicLo, form.values.topicEn)
  return (
    <>
      <Section title={t('projects.topicSection')} hint={t('projects.topicHint')}>
        <TopicFields form={form} />
      </Section>
      <Section title={t('projects.check')}>
        <TopicCheck check={check} office={office}>
          <OfficeReason label={t('projects.similarityReason')} {...fieldOf(form, 'similarityOverride')} />
        </TopicCheck>
      </Section>
    </>
  )
}

function PeoplePart({ form: contract, own }: { form: ContractForm<Values>; own: StudentCard | null }) {
  const { form, problem } = contract
  const { year, yearId } = useYear()
  const office = useOffice()
  const { values, errors } = form
  const members = [...(own ? [memberOf(own)] : []), ...values.others]
  const exceeded = office && (values.advisorFull || problem?.code === 'advisor.full')
  return (
    <PeopleSection
      members={members}
      onMembers={(chosen) => {
        form.setFieldValue(
          'others',
          chosen.filter(({ id }) => id !== own?.id),
        )
        form.clearFieldError('memberIds')
      }}
      memberError={errors.memberIds as string | undefined}
      ownId={own?.id}
      most={year?.maxMembers ?? 2}
      yearId={yearId}
      advisorId={values.advisorId}
      onAdvisor={(advisorId, advisorFull) => form.setValues({ advisorId, advisorFull })}
      advisorError={errors.advisorId as string | undefined}
      office={office}
      overQuota={exceeded ? fieldOf(form, 'overQuota') : undefined}
    />
  )
}

function fieldOf(form: ContractForm<Values>['form'], name: 'overQuota' | 'similarityOverride') {
  return {
    value: form.values[name],
    onChange: (value: string) => form.setFieldValue(name, value),
    error: form.errors[name] as string | undefined,
  }
}
