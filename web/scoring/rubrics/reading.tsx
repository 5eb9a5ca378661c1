import { SimpleGrid, Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Rubrics } from '../../../contract/scoring.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Section } from '../../ui/section.tsx'
import { sumOf } from './formula.ts'
import { ScorePreview } from './score-preview.tsx'

interface Props {
  rubrics: Rubrics
}

/** The rubrics to read, for everybody; what is scored is no secret. */
export function RubricsView({ rubrics }: Props) {
  const { t } = useTranslation()
  const { number } = useFormat()
  return (
    <>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md" verticalSpacing={0}>
        <Items title={t('scoring.advisorSheet')} items={rubrics.advisor} />
        <Items title={t('scoring.committeeSheet')} items={rubrics.committee} />
      </SimpleGrid>
      <Section title={t('scoring.boundaries')} hint={t('scoring.boundariesHint')}>
        <Table maw="20rem" mb="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('scoring.grade')}</Table.Th>
              <Table.Th ta="right">{t('scoring.minimum')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rubrics.boundaries.map(({ grade, minimum }) => (
              <Table.Tr key={grade}>
                <Table.Th scope="row">{grade}</Table.Th>
                <Table.Td ta="right">{number(minimum)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        <Text>
          {t('scoring.rounding')}: {t(`rounding.${rubrics.rounding}`)}
        </Text>
      </Section>
      <ScorePreview boundaries={rubrics.boundaries} rounding={rubrics.rounding} />
    </>
  )
}

function Items({ title, items }: { title: string; items: Rubrics['advisor'] }) {
  const { t } = useTranslation()
  const { number } = useFormat()
  return (
    <Section title={title}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('scoring.item')}</Table.Th>
            <Table.Th ta="right">{t('scoring.maximum')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map(({ id, name, maximum }) => (
            <Table.Tr key={id}>
              <Table.Td>{name}</Table.Td>
              <Table.Td ta="right">{number(maximum)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
        <Table.Tfoot>
          <Table.Tr>
            <Table.Th scope="row">{t('scoring.total')}</Table.Th>
            <Table.Th ta="right">{number(sumOf(items.map(({ maximum }) => maximum)))}</Table.Th>
          </Table.Tr>
        </Table.Tfoot>
      </Table>
    </Section>
  )
}
