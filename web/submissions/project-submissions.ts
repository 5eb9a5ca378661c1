import { useQuery } from '@tanstack/react-query'
import { listSubmissions } from '../../contract/submissions.ts'
import { queryFor } from '../api/queries.ts'

/** Everything handed in for a project, newest first; read once for all its milestones and documents. */
export function useSubmissions(projectId: string) {
  return useQuery(queryFor(listSubmissions, { params: { projectId } }))
}
