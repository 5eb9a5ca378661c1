import type { QueryClient } from '@tanstack/react-query'
import {
  type AnyRoute,
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
  retainSearchParams,
} from '@tanstack/react-router'
import { asProblem } from '../api/problem.ts'
import { loadMessages } from '../i18n/i18n.ts'
import type { MessageKey } from '../i18n/types.ts'
import { BrokenPage } from '../ui/feedback/broken-page.tsx'
import type { Screen } from '../ui/screen.ts'
import { NotFound } from './not-found.tsx'
import { lossOf } from './queries.ts'
import { Root } from './root.tsx'
import { screens as declared } from './routes.ts'
import { parseSearch, type Search, writeSearch } from './search.ts'
import { sessionQuery, takeSession } from './session/session.ts'
import { yearsQuery } from './session/year.ts'

/** `/` belongs to the feature that claims it, else to the first page of the menu. */
const screens: readonly Screen[] = declared.some(({ path }) => path === '/')
  ? declared
  : [
      {
        path: '/',
        access: 'signedIn',
        title: 'nav.dashboard',
        messages: [],
        load: () => import('./start.tsx').then((module) => module.Start),
      },
      ...declared,
    ]

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    title?: MessageKey
    access?: Screen['access']
  }
}

const rootRoute = createRootRouteWithContext<{ queries: QueryClient }>()({
  validateSearch: (search: Record<string, unknown>): Search => search as Search,
  search: { middlewares: [retainSearchParams(['year'])] },
  component: Root,
  notFoundComponent: NotFound,
  errorComponent: BrokenPage,
})

/** Reads the session before anything of it is shown; whoever has none signs in first and comes back. */
async function requireSession({
  context,
  location,
}: {
  context: { queries: QueryClient }
  location: { href: string }
}) {
  const known = context.queries.getQueryData(sessionQuery.queryKey)
  try {
    const session = known ?? (await context.queries.fetchQuery(sessionQuery))
    if (!known) await takeSession(context.queries, session)
    if (session.account.mustChangePassword && !location.href.startsWith('/change-password')) {
      throw redirect({ to: '/change-password', search: {} })
    }
    if (session.account.mustSetUpFactor && !/^\/(change-password|second-factor)/.test(location.href)) {
      throw redirect({ to: '/second-factor', search: {} })
    }
  } catch (error) {
    if (lossOf(error) !== 'signIn') throw error instanceof Error ? asProblem(error) : error
    throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { return: location.href } })
  }
}

const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  beforeLoad: requireSession,
  // Every screen of a year asks for its records by it: known late, they would be read twice and a form begin anew.
  loader: ({ context }) => context.queries.ensureQueryData(yearsQuery).catch(() => null),
  component: lazyRouteComponent(() => import('./layout/shell.tsx'), 'Shell'),
})
const bareRoute = createRoute({ getParentRoute: () => rootRoute, id: 'bare', beforeLoad: requireSession })

function routeOf(parent: AnyRoute, screen: Screen) {
  return createRoute({
    getParentRoute: () => parent,
    path: screen.path,
    staticData: { title: screen.title, access: screen.access },
    loader: () => loadMessages(screen.messages),
    component: lazyRouteComponent(() => screen.load().then((component) => ({ default: component }))),
    errorComponent: BrokenPage,
  })
}

function routesOf(parent: AnyRoute, wanted: (screen: Screen) => boolean) {
  return screens.filter(wanted).map((screen) => routeOf(parent, screen))
}

const tree = rootRoute.addChildren([
  ...routesOf(rootRoute, (screen) => screen.access === 'public'),
  bareRoute.addChildren(routesOf(bareRoute, (screen) => screen.bare === true)),
  shellRoute.addChildren(routesOf(shellRoute, (screen) => screen.access !== 'public' && !screen.bare)),
])

/** The router over all screens. */
export function routerOf(queries: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { queries },
    parseSearch,
    stringifySearch: writeSearch,
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
  })
}
