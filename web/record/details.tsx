import { Alert, Anchor, Modal, Stack, Table, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { RecordEntry } from '../../contract/record.ts'
import { eventText, fieldText, subjectText } from '../../contract/words/record.ts'
import { useFormat } from '../i18n/use-format.ts'
import { DefinitionList } from '../ui/definition-list.tsx'
import classes from './details.module.css'
import { valueText } from './value.ts'

interface Props {
  entry: RecordEntry | null
  onClose: () => void
}

/** All that one entry of the record says: who, when, about what, why, from where, and before beside after. */
export function Details({ entry, onClose }: Props) {
  const { t } = useTranslation()
  const { locale } = useFormat()
  return (
    <Modal
      opened={entry !== null}
      onClose={onClose}
      size="xl"
      title={entry && eventText(locale, entry.event)}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      {entry && (
        <Stack>
          {entry.erased && <Alert color="gray">{t('record.erased')}</Alert>}
          <Circumstances entry={entry} onLeave={onClose} />
          {entry.changes.length > 0 && <Changes entry={entry} />}
          {entry.changes.length + entry.facts.length === 0 && <Text c="dimmed">{t('record.noValues')}</Text>}
        </Stack>
      )}
    </Modal>
  )
}

function Circumstances({ entry, onLeave }: { entry: RecordEntry; onLeave: () => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { actor, subject, project, reason, address, signIn, requestId, number, facts } = entry
  const only = (search: object, label: string) => (
    <Anchor component={Link} to="/record" search={search as never} onClick={onLeave}>
      {label}
    </Anchor>
  )
  const about = [subjectText(format.locale, subject.type), subject.name].filter(Boolean).join(' ')
  return (
    <DefinitionList
      items={[
        { term: t('record.at'), value: <time dateTime={entry.at}>{format.moment(entry.at)}</time> },
        { term: t('record.actor'), value: actor.id ? only({ actorId: actor.id }, actor.name) : actor.name },
        {
          term: t('record.subject'),
          value: only({ subjectType: subject.type, subjectId: subject.id }, about),
        },
        ...(project
          ? [
              {
                term: t('record.project'),
                value: (
                  <Anchor component={Link} to={`/projects/${project.id}` as string}>
                    {project.code}
                  </Anchor>
                ),
              },
            ]
          : []),
        ...(reason ? [{ term: t('record.reason'), value: <span className={classes.text}>{reason}</span> }] : []),
        ...facts.map(({ path, value }) => ({
          term: fieldText(format.locale, path),
          value: <span className={classes.text}>{valueText(value, { t, format, type: subject.type, path })}</span>,
        })),
        ...(address ? [{ term: t('record.address'), value: address }] : []),
        ...(signIn && !address
          ? [{ term: t('record.signIn'), value: `${format.moment(signIn.at)}, ${signIn.address}` }]
          : []),
        ...(requestId ? [{ term: t('record.request'), value: <code className="bm-secret">{requestId}</code> }] : []),
        ...(number ? [{ term: t('record.number'), value: String(number) }] : []),
      ]}
    />
  )
}

function Changes({ entry: { changes, subject } }: { entry: RecordEntry }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <Table className={classes.changes} layout="fixed">
      <caption className={classes.caption}>{t('record.changes')}</caption>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{t('record.field')}</Table.Th>
          <Table.Th scope="col">{t('record.before')}</Table.Th>
          <Table.Th scope="col">{t('record.after')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {changes.map(({ path, before, after }) => (
          <Table.Tr key={path.join('\n')}>
            <Table.Th scope="row">{fieldText(format.locale, path)}</Table.Th>
            <Table.Td>{valueText(before, { t, format, type: subject.type, path })}</Table.Td>
            <Table.Td>{valueText(after, { t, format, type: subject.type, path })}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
