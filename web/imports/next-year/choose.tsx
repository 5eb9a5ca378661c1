import { Button, Checkbox, Group, NativeSelect, Stack, Text } from '@mantine/core'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Year } from '../../../contract/academics.ts'
import { CopyKind } from '../../../contract/imports.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { Section } from '../../ui/section.tsx'
import { Copies } from './copies.tsx'
import { useGoTo, useHead, useStepTitle } from './head.tsx'

interface Props {
  year: Year
  earlier: readonly Year[]
  source: Year
}

/** The kinds of the address, all unless it names some. */
export function useKinds(): readonly CopyKind[] {
  const { kinds } = useSearch({ strict: false }) as { kinds?: unknown }
  const asked = [kinds].flat()
  const known = CopyKind.options.filter((kind) => asked.includes(kind))
  return known.length > 0 ? known : CopyKind.options
}

/** The first step: from which year, and what. */
export function Choose({ year, earlier, source }: Props) {
  const { t } = useTranslation()
  const goTo = useGoTo()
  const asked = useKinds()
  const [from, setFrom] = useState(source.name)
  const [kinds, setKinds] = useState<string[]>([...asked])
  const [missing, setMissing] = useState<string | null>(null)
  const chosen = CopyKind.options.filter((kind) => kinds.includes(kind))
  const go = () =>
    chosen.length === 0 ? setMissing(t('imports.copyNoKind')) : void goTo({ from, kinds: chosen, step: 'check' })
  return (
    <>
      <PageHeader {...useHead(year)} hint={t('imports.copyHint', { year: year.name })} />
      <Section title={useStepTitle(1)}>
        <Stack maw="40rem">
          <NativeSelect
            label={t('imports.copyFrom')}
            data={earlier.map(({ name }) => name)}
            value={from}
            onChange={(event) => setFrom(event.currentTarget.value)}
            maw="16rem"
          />
          <Checkbox.Group
            label={t('imports.copyKinds')}
            value={kinds}
            onChange={(value) => {
              setKinds(value)
              setMissing(null)
            }}
            error={missing}
          >
            <Stack gap="sm" mt="xs" mb="xs">
              {CopyKind.options.map((kind) => (
                <Checkbox
                  key={kind}
                  value={kind}
                  label={t(`imports.copyKind.${kind}`)}
                  description={t(`imports.copyAbout.${kind}`)}
                />
              ))}
            </Stack>
          </Checkbox.Group>
          <Text>{t('imports.copyNever')}</Text>
          <Group gap="sm">
            <Button onClick={go}>{t('imports.copyToCheck')}</Button>
            <Text size="sm" c="dimmed">
              {t('imports.nothingYet')}
            </Text>
          </Group>
        </Stack>
      </Section>
      <Copies year={year} />
    </>
  )
}
