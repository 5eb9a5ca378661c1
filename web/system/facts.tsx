import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { SystemStatus } from '../../contract/system.ts'
import { facultyToday } from '../i18n/format.ts'
import { useFormat } from '../i18n/use-format.ts'
import { DefinitionList } from '../ui/definition-list.tsx'
import { Section } from '../ui/section.tsx'
import { ToneBadge } from '../ui/status-badge.tsx'
import { StateBadge } from './checks.tsx'

type ProgramProps = Pick<SystemStatus, 'program' | 'redis' | 'certificateEndsAt'>

export function ProgramFacts({ program, redis, certificateEndsAt }: ProgramProps) {
  const { t } = useTranslation()
  const { moment, day, bytes } = useFormat()
  const { node, nodeEndsOn } = program
  const ended = nodeEndsOn !== null && nodeEndsOn < facultyToday()
  const nodeText = nodeEndsOn
    ? t(ended ? 'system.nodeEnded' : 'system.nodeUntil', { version: node, date: day(nodeEndsOn) })
    : node
  return (
    <Section title={t('system.program')}>
      <DefinitionList
        items={[
          { term: t('system.version'), value: program.version },
          { term: t('system.running'), value: moment(program.startedAt) },
          { term: t('system.node'), value: nodeText },
          { term: t('system.memory'), value: bytes(program.memoryBytes) },
          { term: t('system.check.redis'), value: <StateBadge state={redis} /> },
          ...(certificateEndsAt ? [{ term: t('system.certificate'), value: moment(certificateEndsAt) }] : []),
        ]}
      />
    </Section>
  )
}

export function DatabaseFacts({ database }: Pick<SystemStatus, 'database'>) {
  const { t } = useTranslation()
  const { bytes, number, moment } = useFormat()
  const { kind, version, sizeBytes, migrations, lastMigration, pool } = database
  const applied = lastMigration
    ? t('system.lastMigration', { count: migrations, date: moment(lastMigration.appliedAt) })
    : number(migrations)
  return (
    <Section title={t('system.database')}>
      <DefinitionList
        items={[
          { term: t('system.kind'), value: t(`system.kind.${kind}`, { version }) },
          { term: t('system.size'), value: bytes(sizeBytes) },
          { term: t('system.migrations'), value: applied },
          ...(pool
            ? [
                {
                  term: t('system.pool'),
                  value: t('system.poolOf', {
                    used: number(pool.open - pool.idle),
                    most: number(pool.most),
                    waiting: number(pool.waiting),
                  }),
                },
              ]
            : []),
        ]}
      />
    </Section>
  )
}

export function FileFacts({ files }: Pick<SystemStatus, 'files'>) {
  const { t } = useTranslation()
  const { bytes, number } = useFormat()
  const { count, sizeBytes, diskFreeBytes, diskSizeBytes, short } = files
  return (
    <Section title={t('system.files')}>
      <DefinitionList
        items={[
          {
            term: t('system.stored'),
            value: t('system.storedFiles', { files: number(count), size: bytes(sizeBytes) }),
          },
          {
            term: t('system.free'),
            value: (
              <>
                {t('system.freeOf', { free: bytes(diskFreeBytes), size: bytes(diskSizeBytes) })}{' '}
                {short && <ToneBadge tone="bad">{t('system.short')}</ToneBadge>}
              </>
            ),
          },
        ]}
      />
    </Section>
  )
}

export function BackupFacts({ backup }: Pick<SystemStatus, 'backup'>) {
  const { t } = useTranslation()
  const { moment, bytes } = useFormat()
  const { configured, lastAt, lastBytes, lastRestoreAt, failed } = backup
  const never = <ToneBadge tone="bad">{t('system.never')}</ToneBadge>
  const size = lastBytes === null ? '' : ` (${bytes(lastBytes)})`
  return (
    <Section title={t('system.backup')}>
      {!configured && <Text mb="xs">{t('system.backupOff')}</Text>}
      {failed && (
        <Text mb="xs" fw={600}>
          {t('system.backupFailed')}
        </Text>
      )}
      <DefinitionList
        items={[
          { term: t('system.lastBackup'), value: lastAt ? `${moment(lastAt)}${size}` : never },
          { term: t('system.lastRestore'), value: lastRestoreAt ? moment(lastRestoreAt) : never },
        ]}
      />
    </Section>
  )
}
