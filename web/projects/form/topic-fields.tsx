import { Stack, Textarea } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import type { ProjectValues } from './values.ts'

/** The topic in three languages and the abstract. */
export function TopicFields<V extends ProjectValues>({ form }: { form: UseFormReturnType<V> }) {
  const { t } = useTranslation()
  return (
    <Stack>
      <Textarea
        label={t('projects.topicLo')}
        lang="lo"
        required
        autosize
        minRows={2}
        {...form.getInputProps('topicLo')}
      />
      <Textarea
        label={t('projects.topicEn')}
        lang="en"
        required
        autosize
        minRows={2}
        {...form.getInputProps('topicEn')}
      />
      <Textarea label={t('projects.topicTh')} lang="th" autosize minRows={1} {...form.getInputProps('topicTh')} />
      <Textarea
        label={t('projects.abstract')}
        description={t('projects.abstractHint')}
        autosize
        minRows={4}
        {...form.getInputProps('abstract')}
      />
    </Stack>
  )
}
