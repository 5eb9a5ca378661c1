import { MultiSelect, NumberInput, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { listMajors } from '../../../contract/academics.ts'
import { createRoom, type Room, updateRoom } from '../../../contract/defenses.ts'
import { queryFor } from '../../api/queries.ts'
import { useYear } from '../../app/session/year.ts'
import { useToast } from '../../ui/feedback/toast.ts'
import { FormFrame } from '../../ui/form/frame.tsx'
import { type ContractForm, useContractForm } from '../../ui/form/use-contract-form.ts'
import { useBase } from '../use-base.ts'

interface Values {
  name: string
  capacity: number | ''
  majorIds: string[]
}

interface Props {
  room: Room | null
  onEnd: () => void
}

/** Adds or changes a room. */
export function RoomForm({ room, onEnd }: Props) {
  return room ? <ChangeRoom room={room} onEnd={onEnd} /> : <NewRoom onEnd={onEnd} />
}

function useSaid(onEnd: () => void) {
  const { t } = useTranslation()
  const toast = useToast()
  return () => {
    toast.done(t('defenses.roomSaved'))
    onEnd()
  }
}

function NewRoom({ onEnd }: { onEnd: () => void }) {
  const { yearId } = useYear()
  const initial: Values = { name: '', capacity: '', majorIds: [] }
  const form = useContractForm({
    endpoint: createRoom,
    initial,
    toBody: (values) => ({ ...bodyOf(values), yearId }),
    onDone: useSaid(onEnd),
  })
  return <Fields form={form} onEnd={onEnd} />
}

function ChangeRoom({ room, onEnd }: { room: Room; onEnd: () => void }) {
  const { base, restart } = useBase(room)
  return <ChangeFields key={base.version} room={base} onEnd={onEnd} onReload={restart} />
}

interface ChangeProps {
  room: Room
  onEnd: () => void
  onReload: (current: Room | undefined) => void
}

function ChangeFields({ room, onEnd, onReload }: ChangeProps) {
  const initial: Values = {
    name: room.name,
    capacity: room.capacity ?? '',
    majorIds: room.majors.map(({ id }) => id),
  }
  const form = useContractForm({
    endpoint: updateRoom,
    initial,
    sending: { params: { roomId: room.id }, ifMatch: room.version },
    toBody: bodyOf,
    onDone: useSaid(onEnd),
  })
  return <Fields form={form} onEnd={onEnd} onReload={() => onReload(form.problem?.current as Room | undefined)} />
}

const bodyOf = ({ name, capacity, majorIds }: Values) => ({
  name,
  capacity: capacity === '' ? null : capacity,
  majorIds,
})

interface FieldsProps {
  form: ContractForm<Values>
  onEnd: () => void
  onReload?: () => void
}

function Fields({ form, onEnd, onReload }: FieldsProps) {
  const { t } = useTranslation()
  const { yearId } = useYear()
  const majors = useQuery(queryFor(listMajors, { query: { yearId, pageSize: 100, sort: 'name' } }))
  return (
    <FormFrame
      form={form}
      onCancel={onEnd}
      fieldNames={{ name: t('defenses.roomName'), capacity: t('defenses.capacity') }}
      {...(onReload ? { onReload } : {})}
    >
      <TextInput label={t('defenses.roomName')} required data-autofocus {...form.form.getInputProps('name')} />
      <NumberInput
        label={t('defenses.capacity')}
        description={t('defenses.capacityHint')}
        allowDecimal={false}
        allowNegative={false}
        {...form.form.getInputProps('capacity')}
      />
      <MultiSelect
        label={t('defenses.majors')}
        description={t('defenses.majorsHint')}
        data={(majors.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        searchable
        {...form.form.getInputProps('majorIds')}
      />
    </FormFrame>
  )
}
