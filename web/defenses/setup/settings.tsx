import { Alert, Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { type DefenseSettings, readDefenseSettings, updateDefenseSettings } from '../../../contract/defenses.ts'
import { queryFor } from '../../api/queries.ts'
import { useCan } from '../../app/session/session.ts'
import { useYear } from '../../app/session/year.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { DefinitionList } from '../../ui/definition-list.tsx'
import { Loaded } from '../../ui/feedback/loaded.tsx'
import { useToast } from '../../ui/feedback/toast.ts'
import { DayInput } from '../../ui/form/day-input.tsx'
import { FormFrame } from '../../ui/form/frame.tsx'
import { useContractForm } from '../../ui/form/use-contract-form.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { Section } from '../../ui/section.tsx'
import { useBase } from '../use-base.ts'
import { SlotList, type SlotTimes } from './slot-list.tsx'

/** The days of a year's defenses and the slots of each day. */
export function DefenseSettingsPage() {
  const { t } = useTranslation()
  const { yearId, readOnly } = useYear()
  const settings = useQuery(queryFor(readDefenseSettings, { query: { yearId } }))
  const manage = useCan('room.manage') && !readOnly
  return (
    <>
      <PageHeader
        title={t('defenses.settings')}
        crumbs={[{ label: t('defenses.rooms'), to: '/rooms' }]}
        {...(settings.data ? { hint: t('defenses.settingsHint', { timezone: settings.data.timezone }) } : {})}
      />
      <Loaded query={settings} rows={6}>
        {(data) => (manage ? <Editor key={data.yearId} settings={data} /> : <ReadOnly settings={data} />)}
      </Loaded>
    </>
  )
}

function ReadOnly({ settings }: { settings: DefenseSettings }) {
  const { t } = useTranslation()
  const { day } = useFormat()
  const slots = settings.slots.map(({ startsAt, endsAt }) => `${startsAt}–${endsAt}`).join(', ')
  return (
    <Section title={t('defenses.settings')}>
      <Alert color="gray" mb="md">
        {t('defenses.settingsReadOnly')}
      </Alert>
      <DefinitionList
        items={[
          { term: t('defenses.startsOn'), value: day(settings.startsOn) },
          { term: t('defenses.endsOn'), value: day(settings.endsOn) },
          { term: t('defenses.slots'), value: slots || '–' },
        ]}
      />
    </Section>
  )
}

function Editor({ settings }: { settings: DefenseSettings }) {
  const { base, touched, restart } = useBase(settings)
  return <SettingsForm key={base.version} settings={base} touched={touched} onRestart={restart} />
}

interface FormProps {
  settings: DefenseSettings
  touched: { current: boolean }
  onRestart: (current: DefenseSettings | undefined) => void
}

function SettingsForm({ settings, touched, onRestart }: FormProps) {
  const { t } = useTranslation()
  const toast = useToast()
  const initial = {
    startsOn: settings.startsOn ?? '',
    endsOn: settings.endsOn ?? '',
    slots: settings.slots.map(({ startsAt, endsAt }): SlotTimes => ({ startsAt, endsAt })),
  }
  const form = useContractForm({
    endpoint: updateDefenseSettings,
    initial,
    sending: { ifMatch: settings.version },
    toBody: (values) => ({ ...values, yearId: settings.yearId }),
    onDone: (answer) => {
      toast.done(t('defenses.settingsSaved'))
      onRestart(answer)
    },
  })
  const values = form.form.getValues()
  useEffect(() => {
    touched.current = form.form.isDirty()
  })
  const dayProps = (name: 'startsOn' | 'endsOn') =>
    form.form.getInputProps(name) as { value: string; onChange: (day: string) => void }
  return (
    <FormFrame
      form={form}
      fieldNames={{ startsOn: t('defenses.startsOn'), endsOn: t('defenses.endsOn') }}
      onReload={() => onRestart(form.problem?.current as DefenseSettings | undefined)}
    >
      <div>
        <Section title={t('defenses.days')}>
          <Group gap="md" align="flex-start" maw="32rem" grow preventGrowOverflow={false}>
            <DayInput label={t('defenses.startsOn')} required {...dayProps('startsOn')} />
            <DayInput
              label={t('defenses.endsOn')}
              required
              {...(values.startsOn ? { min: values.startsOn } : {})}
              {...dayProps('endsOn')}
            />
          </Group>
        </Section>
        <Section title={t('defenses.slots')} hint={t('defenses.slotsHint')}>
          <SlotList
            slots={values.slots}
            errors={form.form.errors}
            onChange={(slots) => form.form.setFieldValue('slots', slots)}
          />
        </Section>
      </div>
    </FormFrame>
  )
}
