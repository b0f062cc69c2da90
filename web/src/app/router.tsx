import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { loadAccountsView } from '@/accounts'
import { loadApprovalsView } from '@/approvals'
import { auditSearch, loadAuditView, loadStoryView } from '@/audit'
import { loadPermissionsView, permissionsSearch } from '@/policies'
import { loadChatView, NewConversation } from '@/runs'
import { persistently } from '@/shared/online/persistently'
import { Crashed, NotFound } from './crashed'
import { Shell } from './shell'

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound, errorComponent: Crashed })

/** Views that load when they are first looked at come as promises of their feature's own. */
const later = <T extends React.ComponentType>(load: () => Promise<T>) => lazyRouteComponent(() => persistently(load).then((view) => ({ default: view })))

const routes = [
  createRoute({ getParentRoute: () => root, path: '/', component: NewConversation }),
  createRoute({ getParentRoute: () => root, path: '/chat/$thread', component: later(loadChatView) }),
  createRoute({ getParentRoute: () => root, path: '/welcome', component: later(() => import('./first-steps').then((module) => module.FirstSteps)) }),
  createRoute({ getParentRoute: () => root, path: '/approvals', component: later(loadApprovalsView) }),
  createRoute({ getParentRoute: () => root, path: '/accounts', component: later(loadAccountsView) }),
  createRoute({ getParentRoute: () => root, path: '/permissions', validateSearch: permissionsSearch, component: later(loadPermissionsView) }),
  createRoute({ getParentRoute: () => root, path: '/audit', validateSearch: auditSearch, component: later(loadAuditView) }),
  createRoute({ getParentRoute: () => root, path: '/audit/$action', component: later(loadStoryView) }),
  ...(import.meta.env.DEV ? [createRoute({ getParentRoute: () => root, path: '/dev/components', component: later(() => import('./components-page').then((module) => module.ComponentsPage)) })] : []),
]

export const router = createRouter({ routeTree: root.addChildren(routes), defaultPreload: 'intent', scrollRestoration: false, defaultErrorComponent: Crashed })

export type AppRouter = typeof router

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
