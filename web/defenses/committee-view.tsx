import { Button, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { assignCommittee, type Committee, listCandidates, Seat } from '../../contract/defenses.ts'
import { queryFor } from '../api/queries.ts'
import { DefinitionList } from '../ui/definition-list.tsx'
import { Loaded } from '../ui/feedback/loaded.tsx'
import { useToast } from '../ui/feedback/toast.ts'
import { FormFrame } from '../ui/form/frame.tsx'
import { useContractForm } from '../ui/form/use-contract-form.ts'
import { type Candidate, SeatPicker } from './seat-picker.tsx'
import { useBase } from './use-base.ts'

interface Props {
  committee: Committee
}

/** The three seats; whoever may manage them changes them in place. */
export function CommitteeView({ committee }: Props) {
  const { t } = useTranslation()
  const [editing, setEditing] = useState(false)
  if (editing && committee.can.manage) return <CommitteeEditor committee={committee} onEnd={() => setEditing(false)} />
  return (
    <>
      <DefinitionList
        items={Seat.options.map((seat) => ({
          term: t(`seat.${seat}`),
          value: committee[seat]?.name ?? <Text c="dimmed">{t('defenses.seatEmpty')}</Text>,
        }))}
      />
      {committee.can.manage && (
        <Group mt="md" className="bm-no-print">
          <Button variant="default" onClick={() => setEditing(true)}>
            {t('defenses.committeeEdit')}
          </Button>
        </Group>
      )}
    </>
  )
}

function CommitteeEditor({ committee, onEnd }: Props & { onEnd: () => void }) {
  const candidates = useQuery(queryFor(listCandidates, { params: { projectId: committee.projectId } }))
  const { base, restart } = useBase(committee)
  return (
    <Loaded query={candidates} rows={3}>
      {({ items }) => (
        <CommitteeForm key={base.version} committee={base} candidates={items} onEnd={onEnd} onReload={restart} />
      )}
    </Loaded>
  )
}

interface FormProps {
  committee: Committee
  candidates: readonly Candidate[]
  onEnd: () => void
  onReload: (current: Committee | undefined) => void
}

function CommitteeForm({ committee, candidates, onEnd, onReload }: FormProps) {
  const { t } = useTranslation()
  const toast = useToast()
  const idOf = (seat: Seat) => committee[seat]?.advisorId ?? ''
  const form = useContractForm({
    endpoint: assignCommittee,
    initial: { chair: idOf('chair'), second: idOf('second'), third: idOf('third') },
    sending: { params: { projectId: committee.projectId }, ifMatch: committee.version },
    onDone: () => {
      toast.done(t('defenses.committeeSaved'))
      onEnd()
    },
  })
  const chosen = form.form.getValues()
  return (
    <FormFrame
      form={form}
      onCancel={onEnd}
      fieldNames={{ chair: t('seat.chair'), second: t('seat.second'), third: t('seat.third') }}
      onReload={() => onReload(form.problem?.current as Committee | undefined)}
    >
      <Text c="dimmed" size="sm">
        {t('defenses.committeeHint')}
      </Text>
      {Seat.options.map((seat) => (
        <SeatPicker
          key={seat}
          seat={seat}
          candidates={candidates}
          holder={committee[seat]}
          elsewhere={Seat.options.filter((other) => other !== seat).map((other) => chosen[other])}
          {...form.form.getInputProps(seat)}
        />
      ))}
    </FormFrame>
  )
}
