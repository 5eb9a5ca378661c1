import { Button, Table } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProjectStatus } from '../../../contract/projects.ts'
import {
  downloadStatistics,
  type Figures,
  readStatistics,
  type StatisticsBy,
  type Statistics as Told,
} from '../../../contract/reports.ts'
import { Gender } from '../../../contract/students.ts'
import { saveFile } from '../../api/call.ts'
import { asProblem } from '../../api/problem.ts'
import { queryFor } from '../../api/queries.ts'
import { useCan } from '../../app/session/session.ts'
import { useYear } from '../../app/session/year.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Loaded } from '../../ui/feedback/loaded.tsx'
import { useToast } from '../../ui/feedback/toast.ts'
import { Section } from '../../ui/section.tsx'
import classes from './statistics.module.css'

interface Props {
  by: StatisticsBy
}

/** How many students and projects each major or classroom has, for the office; nothing for others. */
export function Statistics({ by }: Props) {
  const { t } = useTranslation()
  const { yearId } = useYear()
  const may = useCan('student.read')
  const query = useQuery({ ...queryFor(readStatistics, { query: { by, yearId } }), enabled: may })
  if (!may || query.data?.rows.length === 0) return null
  return (
    <div className={classes.section}>
      <Section
        title={t(`academics.statistics.${by}`)}
        hint={t('academics.statistics.hint')}
        action={<Download by={by} yearId={yearId} />}
      >
        <Loaded query={query}>{(told) => <Numbers by={by} told={told} />}</Loaded>
      </Section>
    </div>
  )
}

function Download({ by, yearId }: Props & { yearId: string | undefined }) {
  const { t } = useTranslation()
  const { locale } = useFormat()
  const toast = useToast()
  const [busy, setBusy] = useState(false)
  const fetchIt = async () => {
    setBusy(true)
    try {
      await saveFile(downloadStatistics, { query: { by, yearId, locale } })
    } catch (error) {
      toast.failed(asProblem(error))
    }
    setBusy(false)
  }
  return (
    <Button
      variant="default"
      className="bm-no-print"
      leftSection={<IconDownload size={16} aria-hidden />}
      loading={busy}
      onClick={() => void fetchIt()}
    >
      {t('academics.statistics.download')}
    </Button>
  )
}

function Numbers({ by, told }: Props & { told: Told }) {
  const { t } = useTranslation()
  return (
    <Table.ScrollContainer
      minWidth="60rem"
      scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'group', 'aria-label': t(`academics.statistics.${by}`) } }}
    >
      <Table className={classes.table}>
        <Heads by={by} />
        <Table.Tbody>
          {told.rows.map((row) => (
            <Row
              key={row.id}
              name={by === 'classroom' ? `${row.name} (${row.major.abbreviation})` : row.name}
              figures={row}
            />
          ))}
        </Table.Tbody>
        <Table.Tfoot>
          <Row name={t('academics.statistics.total')} figures={told.total} />
        </Table.Tfoot>
      </Table>
    </Table.ScrollContainer>
  )
}

function Heads({ by }: Props) {
  const { t } = useTranslation()
  const words = [
    ...Gender.options.map((gender) => t(`gender.${gender}`)),
    ...(['total', 'solo', 'shared'] as const).map((what) => t(`academics.statistics.${what}`)),
    ...ProjectStatus.options.map((status) => t(`projectStatus.${status}`)),
    t('academics.statistics.total'),
  ]
  return (
    <Table.Thead>
      <Table.Tr>
        <Table.Th rowSpan={2} scope="col">
          {t(by === 'major' ? 'academics.major' : 'academics.classroomName')}
        </Table.Th>
        <Table.Th colSpan={Gender.options.length + 1} scope="colgroup">
          {t('nav.students')}
        </Table.Th>
        <Table.Th colSpan={ProjectStatus.options.length + 3} scope="colgroup" className={classes.first}>
          {t('nav.projects')}
        </Table.Th>
      </Table.Tr>
      <Table.Tr>
        {words.map((word, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the columns are always the same
          <Table.Th key={at} scope="col" ta="right" {...(at === Gender.options.length + 1 ? firstOfProjects : {})}>
            {word}
          </Table.Th>
        ))}
      </Table.Tr>
    </Table.Thead>
  )
}

const firstOfProjects = { className: classes.first ?? '' }

function Row({ name, figures: { students, projects } }: { name: string; figures: Figures }) {
  const { number } = useFormat()
  const numbers = [
    ...Gender.options.map((gender) => students[gender]),
    ...[students.total, projects.solo, projects.shared],
    ...ProjectStatus.options.map((status) => projects.statuses[status]),
    projects.total,
  ]
  return (
    <Table.Tr>
      <Table.Th scope="row">{name}</Table.Th>
      {numbers.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the columns are always the same
        <Table.Td key={at} ta="right" {...(at === Gender.options.length + 1 ? firstOfProjects : {})}>
          {number(one)}
        </Table.Td>
      ))}
    </Table.Tr>
  )
}
