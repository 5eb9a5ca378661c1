import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { asProblem } from '../../api/problem.ts'
import { LoadingLines } from './loading.tsx'
import { ProblemAlert } from './problem-alert.tsx'

interface Props<T> {
  query: UseQueryResult<T>
  rows?: number
  children: (data: T) => ReactNode
}

/** What a query brings, or its skeleton, or its problem with a way to try again. */
export function Loaded<T>({ query, rows = 5, children }: Props<T>) {
  if (query.data !== undefined) return children(query.data)
  if (query.isError) return <ProblemAlert problem={asProblem(query.error)} onRetry={() => void query.refetch()} />
  return <LoadingLines rows={rows} />
}
