import { useNavigate } from '@tanstack/react-router'
import type { SignedIn } from '../../../contract/accounts.ts'
import { useTakeSession } from '../../app/session/session.ts'

/** Somebody has just signed in, and goes where he or she wanted to be, or to what must be done first. */
export function useEnter(): (session: SignedIn, target: string, replace?: boolean) => Promise<void> {
  const take = useTakeSession()
  const navigate = useNavigate()
  return async (session, target, replace = false) => {
    await take(session)
    const { mustChangePassword, mustSetUpFactor } = session.account
    const href = mustChangePassword ? '/change-password' : mustSetUpFactor ? '/second-factor' : target
    await navigate({ href, replace })
  }
}
