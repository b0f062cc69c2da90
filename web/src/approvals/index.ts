/** What other folders may use of approvals. */
export { approvalsQuery, type Approval } from './queries'
export { approvals as approvalsStrings } from './strings'
export const loadApprovalsView = () => import('./view').then((module) => module.ApprovalsView)
