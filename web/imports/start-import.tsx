import { Button, Radio, Stack, Text } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { downloadImportTemplate, ImportKind } from '../../contract/imports.ts'
import { saveFile } from '../api/call.ts'
import { asProblem } from '../api/problem.ts'
import { useCan } from '../app/session/session.ts'
import { useYear } from '../app/session/year.ts'
import { useFormat } from '../i18n/use-format.ts'
import { useSearchText } from '../ui/address.ts'
import { EmptyState } from '../ui/feedback/empty-state.tsx'
import { useToast } from '../ui/feedback/toast.ts'
import { PageHeader } from '../ui/page-header.tsx'
import { Section } from '../ui/section.tsx'
import { SheetForm } from './sheet-form.tsx'

/** The first half of an import: of what, and from which file. */
export function StartImportPage() {
  const { t } = useTranslation()
  const { year, readOnly } = useYear()
  const navigate = useNavigate()
  const kinds = useKinds()
  const asked = ImportKind.safeParse(useSearchText('kind')).data
  const kind = kinds.find(({ value, allowed }) => allowed && value === asked)?.value ?? firstOf(kinds)
  const choose = (value: string) =>
    void navigate({ to: '.', search: ((before: object) => ({ ...before, kind: value })) as never, replace: true })
  return (
    <>
      <PageHeader title={t('nav.imports')} hint={t('imports.hint', { year: year?.name ?? '' })} />
      {readOnly ? (
        <Section>
          <EmptyState title={t('problem.year.closed')} hint={t('imports.closedHint')} />
        </Section>
      ) : (
        <>
          <Section title={t('imports.kind')}>
            <KindChoice kinds={kinds} kind={kind} onChoose={choose} />
          </Section>
          <Section title={t('imports.file')} hint={t('imports.fileHint')} action={<TemplateButton kind={kind} />}>
            <SheetForm key={kind} kind={kind} yearId={year?.id} />
          </Section>
        </>
      )}
    </>
  )
}

interface Kind {
  value: ImportKind
  allowed: boolean
}

/** Majors and advisors belong to the whole faculty; who runs the office of some majors imports the rest. */
function useKinds(): readonly Kind[] {
  const everything = useCan('major.manage')
  return ImportKind.options.map((value) => ({
    value,
    allowed: everything || (value !== 'majors' && value !== 'advisors'),
  }))
}

function firstOf(kinds: readonly Kind[]): ImportKind {
  return kinds.some(({ value, allowed }) => value === 'majors' && allowed) ? 'majors' : 'students'
}

interface ChoiceProps {
  kinds: readonly Kind[]
  kind: ImportKind
  onChoose: (kind: string) => void
}

function KindChoice({ kinds, kind, onChoose }: ChoiceProps) {
  const { t } = useTranslation()
  return (
    <Radio.Group value={kind} onChange={onChoose} aria-label={t('imports.kind')} description={t('imports.order')}>
      <Stack gap="sm" mt="sm">
        {kinds.map(({ value, allowed }) => (
          <Radio
            key={value}
            value={value}
            label={t(`importKind.${value}`)}
            description={allowed ? t(`imports.about.${value}`) : t('imports.adminOnly')}
            disabled={!allowed}
          />
        ))}
      </Stack>
    </Radio.Group>
  )
}

/** The empty spreadsheet with the headings of the reader's language. */
function TemplateButton({ kind }: { kind: ImportKind }) {
  const { t } = useTranslation()
  const { locale } = useFormat()
  const toast = useToast()
  const [busy, setBusy] = useState(false)
  const fetchIt = async () => {
    setBusy(true)
    try {
      await saveFile(downloadImportTemplate, { params: { kind }, query: { locale } })
    } catch (error) {
      toast.failed(asProblem(error))
    }
    setBusy(false)
  }
  return (
    <Button
      variant="default"
      leftSection={<IconDownload size={16} aria-hidden />}
      loading={busy}
      onClick={() => void fetchIt()}
    >
      <Text span inherit>
        {t('imports.template', { kind: t(`importKind.${kind}`) })}
      </Text>
    </Button>
  )
}
