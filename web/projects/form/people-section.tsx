import { Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Section } from '../../ui/section.tsx'
import { AdvisorPicker } from './advisor-picker.tsx'
import { MemberPicker } from './member-picker.tsx'
import { OfficeReason } from './office-reason.tsx'
import type { ChosenMember } from './values.ts'

interface Props {
  members: readonly ChosenMember[]
  onMembers: (members: ChosenMember[]) => void
  memberError: string | undefined
  ownId: string | undefined
  most: number
  yearId: string | undefined
  advisorId: string
  onAdvisor: (advisorId: string, full: boolean) => void
  advisorError: string | undefined
  currentAdvisor?: { id: string; name: string }
  office: boolean
  /** The reason for exceeding the quota, once it is needed and may be given. */
  overQuota?: { value: string; onChange: (value: string) => void; error: string | undefined } | undefined
}

/** Who does the project, and who supervises it. The advisors depend on the major of the first student. */
export function PeopleSection(props: Props) {
  const { t } = useTranslation()
  const { members, overQuota } = props
  const first = members[0]
  return (
    <Section title={t('projects.people')}>
      <Stack>
        <MemberPicker
          members={members}
          onChange={props.onMembers}
          most={props.most}
          ownId={props.ownId}
          asked={!props.office}
          error={props.memberError}
        />
        <AdvisorPicker
          label={t('projects.advisor')}
          description={first ? t('projects.advisorHint', { major: first.major }) : t('projects.advisorFirst')}
          value={props.advisorId}
          onChange={props.onAdvisor}
          yearId={props.yearId}
          majorId={first?.majorId}
          current={props.currentAdvisor}
          fullAllowed={props.office}
          error={props.advisorError}
          disabled={!first}
        />
        {overQuota && (
          <OfficeReason title={t('projects.overQuota')} label={t('projects.overQuotaReason')} {...overQuota} />
        )}
      </Stack>
    </Section>
  )
}
