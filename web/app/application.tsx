import './look/fonts.ts'
import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './look/app.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { rememberedLocale, startI18n } from '../i18n/i18n.ts'
import { queryClientOf, type SessionLoss } from './queries.ts'
import { routerOf } from './router.tsx'
import { installationQuery } from './session/installation.ts'
import { sessionQuery } from './session/session.ts'

const queries = queryClientOf(leave)
const router = routerOf(queries)

/** Goes to sign in, or to what must be done first, and remembers where the person was. */
function leave(loss: SessionLoss): void {
  const { href, pathname } = router.state.location
  if (['/sign-in', '/change-password', '/second-factor'].includes(pathname)) return
  if (loss === 'changePassword') void router.navigate({ to: '/change-password' })
  else if (loss === 'setUpFactor') void router.navigate({ to: '/second-factor' })
  else if (queries.getQueryData(sessionQuery.queryKey)) {
    queries.removeQueries({ queryKey: sessionQuery.queryKey })
    void router.navigate({ to: '/sign-in', search: { return: href } })
  }
}

/** Shows the application in the element `#root`. */
export async function start(): Promise<void> {
  // Without an answer the page still opens: it then says that the server cannot be reached.
  const installation = await queries.fetchQuery(installationQuery).catch(() => null)
  await startI18n(rememberedLocale() ?? installation?.defaultLocale ?? 'lo')
  const root = document.getElementById('root')
  if (!root) throw new Error('The page has no #root')
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  )
}
