/** What other folders may use of policies. */
export { toolsQuery, type Tool } from './queries'
export { permissionsSearch } from './search'
export { policies as policiesStrings } from './strings'
export const loadPermissionsView = () => import('./view').then((module) => module.PermissionsView)
