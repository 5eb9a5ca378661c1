import { Badge, Box, Group, SimpleGrid, Stack, Text, Textarea } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Advisor } from '../../../contract/advisors.ts'
import { handOverProjects } from '../../../contract/projects/hand-over.ts'
import type { ProjectSummary } from '../../../contract/projects.ts'
import { useProblemText } from '../../ui/feedback/problem-text.ts'
import { useToast } from '../../ui/feedback/toast.ts'
import { FormFrame } from '../../ui/form/frame.tsx'
import { type ContractForm, useContractForm } from '../../ui/form/use-contract-form.ts'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { AdvisorPicker } from '../form/advisor-picker.tsx'
import { OfficeReason } from '../form/office-reason.tsx'
import { useMajors } from '../majors.ts'
import { propose } from './propose.ts'

interface Props {
  advisor: Advisor
  projects: readonly ProjectSummary[]
  /** Those with a place to give, of whom somebody is proposed for each project. */
  receivers: readonly Advisor[]
  /** Somebody changed a project meanwhile: it is to be shown as it is now. */
  onStale: () => void
}

interface Values {
  /** The receiver of each project, by its id; '' leaves it where it is. */
  to: Record<string, string>
  reason: string
  overQuota: string
}

/** A receiver for each project, proposed by free places, and one reason for all. */
export function HandOverForm({ advisor, projects, receivers, onStale }: Props) {
  const { t } = useTranslation()
  const toast = useToast()
  const navigate = useNavigate()
  const [full, setFull] = useState<Readonly<Record<string, boolean>>>({})
  const form = useContractForm({
    endpoint: handOverProjects,
    sending: { params: { advisorId: advisor.id } },
    initial: { to: propose(projects, receivers), reason: '', overQuota: '' } as Values,
    toBody: ({ to, reason, overQuota }) => ({
      receivers: projects.flatMap(({ id, version }) => (to[id] ? [{ projectId: id, version, advisorId: to[id] }] : [])),
      reason,
      ...(overQuota ? { overQuota } : {}),
    }),
    onDone: ({ projects: count }) => {
      toast.done(t('projects.handedOver', { count }))
      if (count === projects.length) void navigate({ to: '/advisors' })
    },
  })
  const stale = form.problem?.code === 'version.stale'
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each refusal, whatever the callback is by then
  useEffect(() => {
    if (stale) onStale()
  }, [stale])
  const { values, errors, setFieldValue, getInputProps } = form.form
  const chosen = projects.filter(({ id }) => values.to[id])
  const beyond = chosen.some(({ id }) => full[id]) || form.problem?.code === 'advisor.full'
  return (
    <FormFrame
      form={form}
      submit={t('projects.handOverNow', { count: chosen.length })}
      onCancel={() => void navigate({ to: '/advisors' })}
    >
      <Stack component="ul" gap={0} m={0} p={0} style={{ listStyle: 'none' }}>
        {projects.map((project) => (
          <Row
            key={project.id}
            project={project}
            form={form}
            receivers={receivers}
            onFull={(isFull) => setFull({ ...full, [project.id]: isFull })}
          />
        ))}
      </Stack>
      {beyond && (
        <OfficeReason
          title={t('projects.overQuota')}
          label={t('projects.overQuotaReason')}
          value={values.overQuota}
          onChange={(value) => setFieldValue('overQuota', value)}
          error={errors.overQuota as string | undefined}
        />
      )}
      <Textarea
        label={t('reason.label')}
        description={t('reason.hint')}
        required
        autosize
        minRows={2}
        {...getInputProps('reason')}
      />
    </FormFrame>
  )
}

interface RowProps {
  project: ProjectSummary
  form: ContractForm<Values>
  receivers: readonly Advisor[]
  onFull: (full: boolean) => void
}

/** What the project is, and who takes it; what the server says about this one stands here. */
function Row({ project, form, receivers, onFull }: RowProps) {
  const { t } = useTranslation()
  const sayProblem = useProblemText()
  const majors = useMajors(project.year.id)
  const majorId = majors.find(({ abbreviation }) => abbreviation === project.majors[0])?.id
  const { values, setFieldValue } = form.form
  const refused = form.problem?.data.projectId === project.id
  return (
    <Box component="li" py="sm" style={{ borderBottom: '1px solid var(--mantine-color-default-border)' }}>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md" verticalSpacing="xs">
        <div>
          <Group gap="xs">
            <Text fw={600}>{project.code}</Text>
            <StatusBadge family="projectStatus" status={project.status} />
            {project.majors.map((major) => (
              <Badge key={major} variant="default">
                {major}
              </Badge>
            ))}
          </Group>
          <Text>{project.topicLo}</Text>
          <Text size="sm" c="dimmed">
            {project.members.map(({ name }) => name).join(', ')}
          </Text>
        </div>
        <AdvisorPicker
          label={t('projects.handOverTo', { code: project.code })}
          value={values.to[project.id] ?? ''}
          onChange={(id, isFull) => {
            setFieldValue(`to.${project.id}`, id)
            onFull(isFull)
          }}
          yearId={project.year.id}
          majorId={majorId}
          current={receivers.find(({ id }) => id === values.to[project.id])}
          exceptId={project.advisor.id}
          fullAllowed
          optional
          error={refused && form.problem ? sayProblem(form.problem) : undefined}
        />
      </SimpleGrid>
    </Box>
  )
}
