import { ColorInput, NativeSelect, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type Installation, Locale, updateInstallation } from '../../../contract/accounts.ts'
import { installationQuery } from '../../app/session/installation.ts'
import { Loaded } from '../../ui/feedback/loaded.tsx'
import { useToast } from '../../ui/feedback/toast.ts'
import { FormFrame } from '../../ui/form/frame.tsx'
import { useContractForm } from '../../ui/form/use-contract-form.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { Section } from '../../ui/section.tsx'
import { LogoInput } from './logo-input.tsx'

/** What the installation calls itself and looks like. */
export function SettingsPage() {
  const { t } = useTranslation()
  const installation = useQuery(installationQuery)
  return (
    <>
      <PageHeader title={t('nav.settings')} hint={t('accounts.settingsHint')} />
      <Loaded query={installation}>{(found) => <SettingsForm key={found.version} installation={found} />}</Loaded>
    </>
  )
}

function SettingsForm({ installation }: { installation: Installation }) {
  const { t } = useTranslation()
  const toast = useToast()
  const queries = useQueryClient()
  const { version, mail: _, provider: __, passkeys: ___, ...initial } = installation
  const form = useContractForm({
    endpoint: updateInstallation,
    sending: { ifMatch: version },
    initial,
    onDone: (saved) => {
      queries.setQueryData(installationQuery.queryKey, saved)
      toast.done(t('action.saved'))
    },
  })
  const field = form.form.getInputProps
  const names = { colour: t('accounts.colour'), defaultLocale: t('accounts.defaultLanguage'), logo: t('accounts.logo') }
  return (
    <Section>
      <div className="bm-narrow">
        <FormFrame
          form={form}
          fieldNames={names}
          onReload={() => void queries.invalidateQueries({ queryKey: installationQuery.queryKey })}
        >
          {Locale.options.map((locale) => (
            <TextInput
              key={locale}
              lang={locale}
              required
              label={t('accounts.nameIn', { language: t(`locale.${locale}`) })}
              {...field(`name.${locale}`)}
            />
          ))}
          <ColorInput
            label={names.colour}
            description={t('accounts.colourHint')}
            eyeDropperButtonProps={{ 'aria-label': names.colour }}
            required
            {...field('colour')}
          />
          <LogoInput value={form.form.getValues().logo} onChange={(logo) => form.form.setFieldValue('logo', logo)} />
          <NativeSelect
            label={names.defaultLocale}
            data={Locale.options.map((value) => ({ value, label: t(`locale.${value}`) }))}
            {...field('defaultLocale')}
          />
        </FormFrame>
      </div>
    </Section>
  )
}
