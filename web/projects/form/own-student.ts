import { useQuery } from '@tanstack/react-query'
import { findStudents } from '../../../contract/students.ts'
import { queryFor } from '../../api/queries.ts'
import { useCan, useSession } from '../../app/session/session.ts'

/** Those who may transfer projects are the office: they may also let rules be broken, with a reason. */
export function useOffice(): boolean {
  return useCan('project.transfer')
}

/** The reader as a student: a student signs in by the student ID. Null for everybody else. */
export function useOwnStudent() {
  const { account } = useSession()
  const office = useOffice()
  const code = account.login?.toUpperCase() ?? ''
  const student = useCan('project.register')
  const wanted = student && !office && code.length >= 2
  const found = useQuery({ ...queryFor(findStudents, { query: { q: code } }), enabled: wanted })
  return {
    own: found.data?.items.find((card) => card.code.toUpperCase() === code) ?? null,
    loading: wanted && found.isPending,
  }
}
