import { ActionIcon, Anchor, Button, Group, Modal } from '@mantine/core'
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { deleteRoom, listRooms, type Room } from '../../../contract/defenses.ts'
import { useCan } from '../../app/session/session.ts'
import { useYear } from '../../app/session/year.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { ConfirmDialog } from '../../ui/feedback/confirm-dialog.tsx'
import { useAction } from '../../ui/feedback/use-action.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { DataTable } from '../../ui/table/data-table.tsx'
import type { Column } from '../../ui/table/list-endpoint.ts'
import { RoomForm } from './room-form.tsx'

/** The rooms of the year in which defenses take place. */
export function RoomsPage() {
  const { t } = useTranslation()
  const { yearId, readOnly } = useYear()
  const manage = useCan('room.manage') && !readOnly
  const [edited, setEdited] = useState<Room | 'new' | null>(null)
  const [leaving, setLeaving] = useState<Room | null>(null)
  const columns = useColumns(manage, setEdited, setLeaving)
  const add = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited('new')}>
      {t('defenses.roomAdd')}
    </Button>
  )
  return (
    <>
      <PageHeader
        title={t('defenses.rooms')}
        hint={manage ? t('defenses.roomsHint') : `${t('defenses.roomsHint')} ${t('defenses.roomsReadOnly')}`}
        more={
          <Anchor component={Link} to="/defense-settings">
            {t('defenses.settings')}
          </Anchor>
        }
        action={manage && add}
      />
      <DataTable
        endpoint={listRooms}
        label={t('defenses.rooms')}
        columns={columns}
        rowKey={({ id }) => id}
        fixed={{ yearId }}
        search={t('defenses.roomName')}
        sort="name"
        empty={{ title: t('defenses.roomsEmpty'), ...(manage ? { hint: t('defenses.roomsEmptyHint') } : {}) }}
      />
      <Modal
        opened={edited !== null}
        onClose={() => setEdited(null)}
        title={t(edited === 'new' ? 'defenses.roomAdd' : 'defenses.roomEdit')}
        closeButtonProps={{ 'aria-label': t('action.close') }}
      >
        {edited && <RoomForm room={edited === 'new' ? null : edited} onEnd={() => setEdited(null)} />}
      </Modal>
      {leaving && <DeleteRoom room={leaving} onEnd={() => setLeaving(null)} />}
    </>
  )
}

function useColumns(manage: boolean, onEdit: (room: Room) => void, onDelete: (room: Room) => void) {
  const { t } = useTranslation()
  const { number } = useFormat()
  const columns: Column<typeof listRooms>[] = [
    { id: 'name', header: t('defenses.roomName'), sort: 'name', primary: true, cell: ({ name }) => name },
    {
      id: 'capacity',
      header: t('defenses.capacity'),
      sort: 'capacity',
      align: 'right',
      cell: ({ capacity }) => number(capacity),
    },
    {
      id: 'majors',
      header: t('defenses.majors'),
      cell: ({ majors }) => majors.map(({ name }) => name).join(', ') || t('defenses.majorsAll'),
    },
  ]
  if (!manage) return columns
  const cell = (room: Room) => (
    <Group gap={4} wrap="nowrap" justify="flex-end">
      <ActionIcon
        variant="subtle"
        size="lg"
        aria-label={t('defenses.roomEditName', { name: room.name })}
        onClick={() => onEdit(room)}
      >
        <IconPencil size={18} aria-hidden />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        size="lg"
        color="red"
        aria-label={t('defenses.roomDeleteName', { name: room.name })}
        onClick={() => onDelete(room)}
      >
        <IconTrash size={18} aria-hidden />
      </ActionIcon>
    </Group>
  )
  return [...columns, { id: 'actions', header: t('table.actions'), align: 'right' as const, actions: true, cell }]
}

function DeleteRoom({ room, onEnd }: { room: Room; onEnd: () => void }) {
  const { t } = useTranslation()
  const remove = useAction(deleteRoom, { done: t('defenses.roomDeleted'), onDone: onEnd, quiet: true })
  return (
    <ConfirmDialog
      opened
      title={t('defenses.roomDelete', { name: room.name })}
      confirm={t('action.delete')}
      danger
      pending={remove.pending}
      problem={remove.problem}
      onConfirm={() => void remove.run({ params: { roomId: room.id } })}
      onClose={onEnd}
    >
      {t('defenses.roomDeleteHint')}
    </ConfirmDialog>
  )
}
