import { Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Answered } from '../../contract/endpoint.ts'
import { listSheets, readResult } from '../../contract/scoring.ts'
import { queryFor } from '../api/queries.ts'
import { useCan } from '../app/session/session.ts'
import { EmptyState } from '../ui/feedback/empty-state.tsx'
import { Loaded } from '../ui/feedback/loaded.tsx'
import { Section } from '../ui/section.tsx'
import { StatusBadge } from '../ui/status-badge.tsx'
import { OwnSheet } from './own-sheet.tsx'
import { ResultCard } from './result-card.tsx'
import classes from './scoring.module.css'
import { SheetView } from './sheet-view.tsx'

interface Props {
  projectId: string
}

type Sheets = Answered<typeof listSheets>

/** Scores of a project as far as the reader may see them: the own sheet to fill, the others, the result. */
export function ScorePanel({ projectId }: Props) {
  // Students have no sheets to see: theirs is the result.
  const may = [useCan('score.enter'), useCan('score.read')].includes(true)
  const sheets = useQuery({ ...queryFor(listSheets, { params: { projectId } }), enabled: may })
  const result = useQuery(queryFor(readResult, { params: { projectId } }))
  return (
    <>
      <Loaded query={result} rows={4}>
        {(data) => <ResultCard result={data} />}
      </Loaded>
      {may && (
        <Loaded query={sheets} rows={4}>
          {(data) => <SheetList sheets={data} />}
        </Loaded>
      )}
    </>
  )
}

function SheetList({ sheets }: { sheets: Sheets }) {
  const { t } = useTranslation()
  const { items, progress } = sheets
  const own = items.filter(({ can }) => can.fill)
  const others = items.filter(({ can }) => !can.fill)
  return (
    <>
      {own.map((sheet) => (
        <OwnSheet key={sheet.evaluator} sheet={sheet} />
      ))}
      <Section title={t('scoring.progress')}>
        <Progress progress={progress} />
      </Section>
      {others.length > 0 && (
        <Section title={t('scoring.sheets')}>
          <div className={classes.sheets}>
            {others.map((sheet) => (
              <SheetView key={sheet.evaluator} sheet={sheet} />
            ))}
          </div>
        </Section>
      )}
    </>
  )
}

/** How far every evaluator is, without any score. */
function Progress({ progress }: { progress: Sheets['progress'] }) {
  const { t } = useTranslation()
  if (progress.length === 0) return <EmptyState title={t('scoring.noSheets')} hint={t('scoring.noSheetsHint')} />
  return (
    <ul className={classes.progress}>
      {progress.map(({ evaluator, name, status }) => (
        <li key={evaluator}>
          <Group justify="space-between" gap="xs">
            <div>
              <Text>{name}</Text>
              <Text size="sm" c="dimmed">
                {t(`evaluator.${evaluator}`)}
              </Text>
            </div>
            <StatusBadge family="sheetStatus" status={status} />
          </Group>
        </li>
      ))}
    </ul>
  )
}
