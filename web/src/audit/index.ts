/** What other folders may use of audit. */
export { auditNames as auditStrings } from './names'
export { auditSearch } from './search'
export const loadAuditView = () => import('./view').then((module) => module.AuditView)
export const loadStoryView = () => import('./story').then((module) => module.StoryView)
