import { Anchor, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useFormat } from '../i18n/use-format.ts'
import { topicOf } from '../projects/topic.ts'

interface Ref {
  id: string
  code: string
  topicLo: string
  topicEn: string
}

interface Props {
  project: Ref
  /** Part of the project page to open. */
  tab?: string
}

/** Code and topic of a project in the reader's language, leading to its page. */
export function ProjectLink({ project, tab }: Props) {
  const { locale } = useFormat()
  return (
    <>
      <Anchor component={Link} to={`/projects/${project.id}`} search={(tab ? { tab } : {}) as never} fw={600}>
        {project.code}
      </Anchor>
      <Text span display="block" size="sm" lang={locale === 'lo' ? 'lo' : 'en'}>
        {topicOf(project, locale)}
      </Text>
    </>
  )
}
