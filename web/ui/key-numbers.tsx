import { Link } from '@tanstack/react-router'
import { useFormat } from '../i18n/use-format.ts'
import classes from './facts.module.css'

interface Props {
  items: readonly {
    label: string
    value: number | string
    hint?: string
    to?: string
    search?: Record<string, unknown>
  }[]
}

/** A row of the numbers a page is about; each may lead to the list it counts. */
export function KeyNumbers({ items }: Props) {
  const { number } = useFormat()
  return (
    <dl className={classes.numbers}>
      {items.map(({ label, value, hint, to, search }) => (
        <div key={label} className={`bm-surface ${classes.number}`}>
          <dt>
            {to ? (
              <Link to={to} search={search as never}>
                {label}
              </Link>
            ) : (
              label
            )}
          </dt>
          <dd>
            {typeof value === 'number' ? number(value) : value}
            {hint && <small>{hint}</small>}
          </dd>
        </div>
      ))}
    </dl>
  )
}
