import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { VocabularyKey } from '../i18n/vocabulary-keys.ts'
import classes from './status-badge.module.css'
import { type StatusFamily, toneOf } from './status-tones.ts'

interface Props<F extends StatusFamily> {
  /** Which vocabulary: `projectStatus`, `milestoneStatus`, `documentStatus`, `defenseStatus`, ... */
  family: F
  status: Extract<VocabularyKey, `${F}.${string}`> extends `${F}.${infer S}` ? S : never
}

/** A status in words on its colour; the dot differs in shape too, so that colour is never the only sign. */
export function StatusBadge<F extends StatusFamily>({ family, status }: Props<F>) {
  const { t } = useTranslation()
  return <ToneBadge tone={toneOf(family, status)}>{word(t, family, status)}</ToneBadge>
}

interface ToneProps {
  tone: 'good' | 'wait' | 'bad' | 'idle' | 'live'
  children: string
}

/** The same for words that are no status of the contract ("late", "full"). */
export function ToneBadge({ tone, children }: ToneProps) {
  return (
    <span className={classes.badge} data-tone={tone}>
      {children}
    </span>
  )
}

function word(t: TFunction, family: string, status: string): string {
  return t(`${family}.${status}` as VocabularyKey)
}
