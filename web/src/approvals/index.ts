/** What other folders may use of approvals. */
export { ApprovalPanel } from './panel'
export { approvalQuery, approvalsQuery, isOpen, type Approval } from './queries'
export { ApprovalState } from './state'
export { approvals as approvalsStrings } from './strings'
export const loadApprovalsView = () => import('./view').then((module) => module.ApprovalsView)
