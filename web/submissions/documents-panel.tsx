import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type DocumentKind, type DocumentStatus, type Submission, submitDocument } from '../../contract/submissions.ts'
import { Loaded } from '../ui/feedback/loaded.tsx'
import { Section } from '../ui/section.tsx'
import { StatusBadge } from '../ui/status-badge.tsx'
import { HandIn } from './hand-in.tsx'
import { useSubmissions } from './project-submissions.ts'
import { Versions } from './versions.tsx'

/** The documents before and after the defense. */
export function DocumentsPanel({ projectId, member }: { projectId: string; member: boolean }) {
  const query = useSubmissions(projectId)
  return (
    <Loaded query={query}>
      {({ items, documents }) =>
        documents.map(({ kind, status, can }) => (
          <ProjectDocument
            key={kind}
            projectId={projectId}
            member={member}
            kind={kind}
            status={status}
            maySubmit={can.submit}
            versions={items.filter(({ documentKind }) => documentKind === kind)}
          />
        ))
      }
    </Loaded>
  )
}

interface Props {
  projectId: string
  /** Those who hand in are told when they can. */
  member: boolean
  kind: DocumentKind
  status: DocumentStatus
  maySubmit: boolean
  versions: readonly Submission[]
}

function ProjectDocument({ projectId, member, kind, status, maySubmit, versions }: Props) {
  const { t } = useTranslation()
  const name = t(`documentKind.${kind}`)
  return (
    <Section
      title={name}
      hint={t(`submissions.kindHint.${kind}`)}
      action={<StatusBadge family="documentStatus" status={status} />}
    >
      <Versions items={versions} />
      {maySubmit ? (
        <HandIn endpoint={submitDocument} params={{ projectId, kind }} name={name} again={versions.length > 0} />
      ) : (
        status === 'none' && (
          <Text size="sm" c="dimmed">
            {t(member ? `submissions.notYet.${kind}` : 'submissions.none')}
          </Text>
        )
      )}
    </Section>
  )
}
