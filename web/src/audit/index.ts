/** What other folders may use of audit. */
export { audit as auditStrings } from './strings'
export const loadAuditView = () => import('./view').then((module) => module.AuditView)
