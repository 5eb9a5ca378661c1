import { wearHat } from '../../../contract/accounts.ts'
import type { Role } from '../../../contract/permissions.ts'
import { useWrite } from '../../api/queries.ts'
import { useSession, useTakeSession } from './session.ts'

/** The hats a person may choose from (null = all at once); none for people with one role. */
export function useHats() {
  const { roles, hat } = useSession()
  const take = useTakeSession()
  const wear = useWrite(wearHat)
  const choices: readonly (Role | null)[] = roles.length < 2 ? [] : [null, ...roles]
  return {
    hat,
    choices,
    pending: wear.isPending,
    wear: (role: Role | null) => wear.mutate({ body: { hat: role } }, { onSuccess: take }),
  }
}
