import type { ReactNode } from 'react'
import classes from './facts.module.css'

interface Props {
  items: readonly { term: string; value: ReactNode }[]
}

/** Terms and their values, one pair a row; on phones the value goes below the term. */
export function DefinitionList({ items }: Props) {
  return (
    <dl className={classes.list}>
      {items.map(({ term, value }) => (
        <div key={term} className={classes.pair}>
          <dt>{term}</dt>
          <dd>{value ?? '–'}</dd>
        </div>
      ))}
    </dl>
  )
}
