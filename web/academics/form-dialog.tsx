import { Modal } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

interface Versioned {
  id: string
  version: number
}

interface Props<T extends Versioned> {
  /** What is changed, or `new`; null closes the dialog. */
  record: T | 'new' | null
  title: string
  size?: string
  onClose: () => void
  /** The form. `restart` starts it again from the version a conflict brought. */
  children: (base: T | null, restart: (current: unknown) => void) => ReactNode
}

/** A form in a dialog that knows which version of its record it started from. */
export function FormDialog<T extends Versioned>({ record, title, size, onClose, children }: Props<T>) {
  const { t } = useTranslation()
  return (
    <Modal
      opened={record !== null}
      onClose={onClose}
      title={title}
      closeOnClickOutside={false}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': t('action.close') }}
      {...(size ? { size } : {})}
    >
      {record && (
        <Inside key={record === 'new' ? record : record.id} start={record === 'new' ? null : record} form={children} />
      )}
    </Modal>
  )
}

interface InsideProps<T extends Versioned> {
  start: T | null
  form: Props<T>['children']
}

function Inside<T extends Versioned>({ start, form }: InsideProps<T>) {
  const [base, setBase] = useState(start)
  return <div key={base?.version ?? 0}>{form(base, (current) => current && setBase(current as T))}</div>
}
