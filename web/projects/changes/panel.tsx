import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconHourglass } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ChangeRequest, type Project, readProject } from '../../../contract/projects.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Section } from '../../ui/section.tsx'
import { Compared } from './compared.tsx'
import { ApproveChange, DeclineChange, TakeChangeBack } from './decide.tsx'

export type Doing = 'approve' | 'decline' | 'takeBack'

/** The change that was asked for and is not decided, old and new beside each other, with what the reader may do about it. */
export function OpenChange({ project }: { project: Project }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [doing, setDoing] = useState<Doing | null>(null)
  if (!project.change) return null
  const close = () => {
    setDoing(null)
    void queries.invalidateQueries({ queryKey: [readProject.operationId] })
  }
  return (
    <Section title={t('projects.changeOpen')}>
      <Stack>
        <Why change={project.change} />
        <Compared project={project} change={project.change} />
        <Waits project={project} change={project.change} />
        <Buttons project={project} change={project.change} onOpen={setDoing} />
      </Stack>
      <ApproveChange project={project} opened={doing === 'approve'} onClose={close} />
      <DeclineChange project={project} opened={doing === 'decline'} onClose={close} />
      <TakeChangeBack project={project} opened={doing === 'takeBack'} onClose={close} />
    </Section>
  )
}

interface Props {
  project: Project
  change: ChangeRequest
}

function Why({ change }: { change: ChangeRequest }) {
  const { t } = useTranslation()
  const { moment } = useFormat()
  const { askedBy, askedAt, reason, similarityOverride } = change
  return (
    <div>
      <Text size="sm" c="dimmed">
        {t('projects.changeBy', { name: askedBy ?? '–', at: moment(askedAt) })}
      </Text>
      <Text style={{ whiteSpace: 'pre-line' }}>{t('projects.timelineReason', { reason })}</Text>
      {similarityOverride && (
        <Text style={{ whiteSpace: 'pre-line' }}>{t('projects.topicPassed', { reason: similarityOverride })}</Text>
      )}
    </div>
  )
}

/** Who was asked and has not answered, where it keeps the change from being approved. */
function namesOfWaiting(change: ChangeRequest): string {
  return change.added
    .filter(({ stands }) => stands === 'asked')
    .map(({ student }) => student.name)
    .join(', ')
}

function Waits({ project, change }: Props) {
  const { t } = useTranslation()
  const names = namesOfWaiting(change)
  if (!names || !project.changeCan.decide) return null
  return (
    <Alert color="accent" icon={<IconHourglass aria-hidden />}>
      {t('projects.next.decideInvited', { names })}
    </Alert>
  )
}

function Buttons({ project, change, onOpen }: Props & { onOpen: (doing: Doing) => void }) {
  const { t } = useTranslation()
  const { decide, takeBack } = project.changeCan
  if (!decide && !takeBack) return null
  return (
    <Group justify="flex-end" className="bm-no-print">
      {takeBack && (
        <Button variant="default" onClick={() => onOpen('takeBack')}>
          {t('projects.changeTakeBack')}
        </Button>
      )}
      {decide && (
        <Button variant="default" onClick={() => onOpen('decline')}>
          {t('projects.changeDecline')}
        </Button>
      )}
      {decide && (
        <Button disabled={namesOfWaiting(change) !== ''} onClick={() => onOpen('approve')}>
          {t('projects.changeApprove')}
        </Button>
      )}
    </Group>
  )
}
