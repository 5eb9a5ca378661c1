import { Navigate } from '@tanstack/react-router'
import { screens } from './routes.ts'
import { useSession } from './session/session.ts'

/** The address `/` as long as no feature claims it: the first page of the person's own menu. */
export function Start() {
  const { permissions } = useSession()
  const first = screens.find(
    ({ nav, access }) => nav && (access === 'signedIn' || permissions.includes(access as never)),
  )
  return <Navigate to={first?.path ?? '/account'} replace />
}
