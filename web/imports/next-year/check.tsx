import { Button, List, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Year } from '../../../contract/academics.ts'
import {
  type CopyPart,
  type CopyPreview,
  type CopyState,
  copyYear,
  previewYearCopy,
} from '../../../contract/imports.ts'
import { queryFor } from '../../api/queries.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { DefinitionList } from '../../ui/definition-list.tsx'
import { Loaded } from '../../ui/feedback/loaded.tsx'
import { useToast } from '../../ui/feedback/toast.ts'
import { useAction } from '../../ui/feedback/use-action.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { Section } from '../../ui/section.tsx'
import { useKinds } from './choose.tsx'
import { useGoTo, useHead, useStepTitle } from './head.tsx'

interface Props {
  year: Year
  source: Year
}

/** The second step: what would be copied, what is there and stays, what is left out. */
export function Check({ year, source }: Props) {
  const { t } = useTranslation()
  const goTo = useGoTo()
  const kinds = useKinds()
  const title = useStepTitle(2)
  const query = { sourceYearId: source.id, kinds: [...kinds] }
  const preview = useQuery(queryFor(previewYearCopy, { params: { yearId: year.id }, query }))
  return (
    <>
      <PageHeader
        {...useHead(year)}
        hint={t('imports.copyCheckHint', { source: source.name, year: year.name })}
        more={
          <Button variant="default" onClick={() => void goTo({ from: source.name, kinds })}>
            {t('action.back')}
          </Button>
        }
        action={preview.data && <CopyButton year={year} source={source} preview={preview.data} />}
      />
      <Section title={title}>
        <Loaded query={preview}>
          {({ parts }) => (
            <DefinitionList
              items={parts.map((part) => ({
                term: t(`imports.copyKind.${part.kind}`),
                value: <Part part={part} source={source.name} />,
              }))}
            />
          )}
        </Loaded>
      </Section>
    </>
  )
}

/** Copies; without anything to copy it says so instead. */
function CopyButton({ year, source, preview }: Props & { preview: CopyPreview }) {
  const { t } = useTranslation()
  const toast = useToast()
  const goTo = useGoTo()
  const kinds = useKinds()
  const copy = useAction(copyYear, {
    onDone: async ({ copyId }) => {
      toast.done(t(copyId ? 'imports.copyDone' : 'imports.copyNothing', { source: source.name }))
      if (copyId) await goTo({ copy: copyId })
    },
  })
  const some = preview.parts.some(({ counts }) => counts.new + counts.replaced > 0)
  if (!some) return <Text c="dimmed">{t('imports.copyNothing')}</Text>
  const body = { sourceYearId: source.id, kinds: [...kinds] }
  return (
    <Button loading={copy.pending} onClick={() => void copy.run({ params: { yearId: year.id }, body })}>
      {t('imports.copyNow', { year: year.name })}
    </Button>
  )
}

const lines = ['new', 'replaced', 'there', 'left'] as const
const statesOf: Readonly<Record<(typeof lines)[number], readonly CopyState[]>> = {
  new: ['new'],
  replaced: ['replaced'],
  there: ['there'],
  left: ['majorMissing', 'deactivated'],
}

/** The numbers of a kind; each opens to the names. What is left out, and the days as they will be, are open at once. */
function Part({ part: { kind, counts, items }, source }: { part: CopyPart; source: string }) {
  const { t } = useTranslation()
  const { number } = useFormat()
  if (items.length === 0) return <Text>{t('imports.copyEmpty', { source })}</Text>
  return (
    <Stack gap={4} mb="xs">
      {lines
        .filter((line) => counts[line] > 0)
        .map((line) => (
          <details key={line} open={line === 'left' || kind === 'calendar'}>
            <summary>{t(`imports.copyCount.${line}`, { number: number(counts[line]) })}</summary>
            <List size="sm" mb="xs">
              {items
                .filter(({ state }) => statesOf[line].includes(state))
                .map((item, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: names are not keys, and the list never changes
                  <List.Item key={index}>
                    <Item {...item} />
                  </List.Item>
                ))}
            </List>
          </details>
        ))}
    </Stack>
  )
}

/** A name, or the days of the defenses; why it is left out, when it is. */
function Item({ name, state }: CopyPart['items'][number]) {
  const { t } = useTranslation()
  const { day } = useFormat()
  const days = /^(\d{4}-\d\d-\d\d)\/(\d{4}-\d\d-\d\d)$/.exec(name)
  const shown = days ? `${day(days[1] ?? '')} – ${day(days[2] ?? '')}` : name
  const left = state === 'majorMissing' || state === 'deactivated'
  return left ? `${shown}: ${t(`imports.copyLeft.${state}`)}` : shown
}
