import { CloseButton, Combobox, Group, Loader, Stack, Text, TextInput, useCombobox } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { findStudents, type StudentCard } from '../../../contract/students.ts'
import { queryFor } from '../../api/queries.ts'
import { ToneBadge } from '../../ui/status-badge.tsx'
import type { ChosenMember } from './values.ts'

interface Props {
  members: readonly ChosenMember[]
  onChange: (members: ChosenMember[]) => void
  /** Students of one project at most. */
  most: number
  /** The student who registers cannot be removed. */
  ownId?: string | undefined
  /** Whoever is added is invited first. */
  asked: boolean
  error?: string | undefined
}

/** The students of the project: those chosen, and a search that shows who is free. */
export function MemberPicker({ members, onChange, most, ownId, asked, error }: Props) {
  const { t } = useTranslation()
  return (
    <Stack gap="xs" role="group" aria-label={t('projects.members')}>
      <Text fw={600}>{t('projects.members')}</Text>
      <Text size="sm" c="dimmed">
        {t('projects.membersHint', { count: most })}
        {asked && most > 1 && ` ${t('projects.membersAsked')}`}
      </Text>
      {members.map((member) => (
        <Member
          key={member.id}
          member={member}
          own={member.id === ownId}
          onRemove={() => onChange(members.filter(({ id }) => id !== member.id))}
        />
      ))}
      {members.length >= most ? (
        <Text size="sm" c="dimmed">
          {t('projects.membersFull')}
        </Text>
      ) : (
        <MemberSearch chosen={members} error={error} onPick={(card) => onChange([...members, memberOf(card)])} />
      )}
    </Stack>
  )
}

export function memberOf(card: StudentCard): ChosenMember {
  return { id: card.id, code: card.code, name: card.name, majorId: card.major.id, major: card.major.abbreviation }
}

export function Member({ member, own, onRemove }: { member: ChosenMember; own: boolean; onRemove: () => void }) {
  const { t } = useTranslation()
  return (
    <Group className="bm-surface" px="sm" py={6} gap="sm" justify="space-between" wrap="nowrap">
      <div>
        <Text>{member.name}</Text>
        <Text size="sm" c="dimmed">
          {member.code} · {member.major}
        </Text>
      </div>
      {own ? (
        <span title={t('projects.memberYouHint')}>
          <ToneBadge tone="live">{t('projects.memberYou')}</ToneBadge>
        </span>
      ) : (
        <CloseButton aria-label={t('projects.removeMember', { name: member.name })} onClick={onRemove} />
      )}
    </Group>
  )
}

interface SearchProps {
  error: string | undefined
  chosen: readonly ChosenMember[]
  onPick: (card: StudentCard) => void
}

export function MemberSearch({ chosen, error, onPick }: SearchProps) {
  const { t } = useTranslation()
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() })
  const [text, setText] = useState('')
  const [q] = useDebouncedValue(text.trim(), 300)
  const found = useQuery({
    ...queryFor(findStudents, { query: { q } }),
    enabled: q.length >= 2,
    placeholderData: keepPreviousData,
  })
  const cards = q.length < 2 ? [] : (found.data?.items ?? []).filter(({ id }) => !chosen.some((one) => one.id === id))
  // Those who can be chosen come first.
  const ordered = [...cards].sort((one, other) => Number(other.free) - Number(one.free))
  const pick = (id: string) => {
    const card = cards.find((one) => one.id === id)
    if (card) onPick(card)
    setText('')
    combobox.closeDropdown()
  }
  return (
    <Combobox store={combobox} onOptionSubmit={pick}>
      <Combobox.Target>
        <TextInput
          label={t('projects.findMember')}
          description={t('projects.findMemberHint')}
          value={text}
          error={error}
          autoComplete="off"
          rightSection={found.isFetching ? <Loader size="xs" /> : undefined}
          onChange={(event) => {
            setText(event.currentTarget.value)
            combobox.openDropdown()
          }}
          onFocus={() => combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={q.length < 2 || !found.data}>
        <Combobox.Options mah={280} style={{ overflowY: 'auto' }}>
          {ordered.map((card) => (
            <CardOption key={card.id} card={card} />
          ))}
          {cards.length === 0 && <Combobox.Empty>{t('projects.findNone')}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}

function CardOption({ card }: { card: StudentCard }) {
  const { t } = useTranslation()
  return (
    <Combobox.Option value={card.id} disabled={!card.free}>
      <Group justify="space-between" gap="sm">
        <div>
          <Text>{card.name}</Text>
          <Text size="sm" c="dimmed">
            {card.code} · {card.major.abbreviation}
          </Text>
        </div>
        <ToneBadge tone={card.free ? 'good' : 'idle'}>
          {t(card.free ? 'projects.memberFree' : 'projects.memberTaken')}
        </ToneBadge>
      </Group>
    </Combobox.Option>
  )
}
