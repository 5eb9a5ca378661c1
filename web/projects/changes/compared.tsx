import { Box, SimpleGrid, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChangeRequest, Project } from '../../../contract/projects.ts'
import { Students } from '../details.tsx'

const texts = [
  { name: 'topicLo', term: 'projects.topicLo', lang: 'lo' },
  { name: 'topicEn', term: 'projects.topicEn', lang: 'en' },
  { name: 'topicTh', term: 'projects.topicThShown', lang: 'th' },
  { name: 'abstract', term: 'projects.abstractShown', lang: undefined },
] as const

/** What is to be another, as it is and as it is to be; what stays is left out. */
export function Compared({ project, change }: { project: Project; change: ChangeRequest }) {
  const { t } = useTranslation()
  const moved = change.added.length + change.removed.length > 0
  return (
    <Stack>
      {texts
        .filter(({ name }) => project[name] !== change[name])
        .map(({ name, term, lang }) => (
          <Pair
            key={name}
            term={t(term)}
            now={<Written text={project[name]} lang={lang} />}
            then={<Written text={change[name]} lang={lang} />}
          />
        ))}
      {moved && (
        <Pair
          term={t('projects.members')}
          now={<Students of={project.members} />}
          then={<After project={project} change={change} />}
        />
      )}
    </Stack>
  )
}

function Pair({ term, now, then }: { term: string; now: ReactNode; then: ReactNode }) {
  const { t } = useTranslation()
  return (
    <Box component="section" aria-label={term}>
      <Text fw={600}>{term}</Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <Side label={t('projects.changeNow')}>{now}</Side>
        <Side label={t('projects.changeThen')}>{then}</Side>
      </SimpleGrid>
    </Box>
  )
}

function Side({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Box className="bm-surface" p="sm" style={{ overflowWrap: 'anywhere' }}>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      {children}
    </Box>
  )
}

function Written({ text, lang }: { text: string | null; lang: string | undefined }) {
  return (
    <Text lang={lang} style={{ whiteSpace: 'pre-line' }}>
      {text ?? '–'}
    </Text>
  )
}

/** Who stays, and who joins with how far that is. */
function After({ project, change }: { project: Project; change: ChangeRequest }) {
  const { t } = useTranslation()
  const staying = project.members.filter(({ id }) => !change.removed.some((one) => one.id === id))
  return (
    <>
      <Students of={staying} />
      {change.added.map(({ student, stands }) => (
        <div key={student.id}>
          <Students of={[student]} />
          <Text size="sm">{t(`projects.changeStands.${stands}`)}</Text>
        </div>
      ))}
    </>
  )
}
