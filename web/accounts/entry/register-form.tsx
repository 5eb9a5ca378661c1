import { NativeSelect, SimpleGrid, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { exampleOfCode, hasCodeForm } from '../../../contract/academics/student-code.ts'
import { Gender, registerStudent } from '../../../contract/students.ts'
import { FormFrame } from '../../ui/form/frame.tsx'
import { type ContractForm, useContractForm } from '../../ui/form/use-contract-form.ts'
import { PasswordPair } from './password-pair.tsx'

interface Named {
  id: string
  name: string
}

interface Props {
  majors: readonly (Named & { classrooms: readonly Named[] })[]
  /** Regular expression of the faculty's student IDs. */
  pattern: string | null
  onSent: () => void
}

const initial = {
  code: '',
  gender: '',
  givenName: '',
  surname: '',
  givenNameLatin: '',
  surnameLatin: '',
  majorId: '',
  classroomId: '',
  telephone: '',
  email: '',
  password: '',
  repeat: '',
}
type Values = typeof initial

/** What a student who registers says about himself or herself. */
export function RegisterForm({ majors, pattern, onSent }: Props) {
  const { t } = useTranslation()
  const form = useContractForm({
    endpoint: registerStudent,
    initial,
    refusedAt: { 'password.tooCommon': 'password' },
    check: ({ code, password, repeat }) => ({
      ...(password === repeat ? {} : { repeat: 'field.repeat' }),
      ...(hasCodeForm(code, pattern) ? {} : { code: 'problem.student.codeFormat' }),
    }),
    onDone: onSent,
  })
  return (
    <FormFrame form={form} submit={t('accounts.register')} wide>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <Identity form={form} pattern={pattern} />
        <Place form={form} majors={majors} />
        <TextInput
          label={t('accounts.email')}
          type="email"
          autoComplete="email"
          required
          {...form.form.getInputProps('email')}
        />
        <TextInput
          label={t('accounts.telephone')}
          type="tel"
          autoComplete="tel"
          {...form.form.getInputProps('telephone')}
        />
      </SimpleGrid>
      <PasswordPair first={form.form.getInputProps('password')} repeat={form.form.getInputProps('repeat')} />
    </FormFrame>
  )
}

function Identity({ form: { form }, pattern }: { form: ContractForm<Values>; pattern: string | null }) {
  const { t } = useTranslation()
  const genders = Gender.options.map((value) => ({ value, label: t(`gender.${value}`) }))
  return (
    <>
      <TextInput
        label={t('accounts.studentCode')}
        autoComplete="off"
        autoCapitalize="characters"
        required
        description={pattern && t('field.example', { example: exampleOfCode(pattern) })}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        {...form.getInputProps('code')}
      />
      <NativeSelect
        label={t('accounts.gender')}
        required
        data={[{ value: '', label: '' }, ...genders]}
        {...form.getInputProps('gender')}
      />
      <TextInput
        label={t('accounts.givenName')}
        autoComplete="given-name"
        required
        {...form.getInputProps('givenName')}
      />
      <TextInput label={t('accounts.surname')} autoComplete="family-name" required {...form.getInputProps('surname')} />
      <TextInput label={t('accounts.givenNameLatin')} {...form.getInputProps('givenNameLatin')} />
      <TextInput label={t('accounts.surnameLatin')} {...form.getInputProps('surnameLatin')} />
    </>
  )
}

/** The classrooms on offer are those of the chosen major. */
function Place({ form: { form }, majors }: { form: ContractForm<Values>; majors: Props['majors'] }) {
  const { t } = useTranslation()
  const major = majors.find(({ id }) => id === form.getValues().majorId)
  const choices = (items: readonly Named[], none = '') => [
    { value: '', label: none },
    ...items.map(({ id, name }) => ({ value: id, label: name })),
  ]
  return (
    <>
      <NativeSelect
        label={t('accounts.major')}
        required
        data={choices(majors)}
        {...form.getInputProps('majorId')}
        onChange={(event) => form.setValues({ majorId: event.currentTarget.value, classroomId: '' })}
      />
      <NativeSelect
        label={t('accounts.classroom')}
        required
        disabled={!major}
        data={choices(major?.classrooms ?? [], major ? '' : t('accounts.classroomFirst'))}
        {...form.getInputProps('classroomId')}
      />
    </>
  )
}
