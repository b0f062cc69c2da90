/** What other folders may use of approvals. */
export { ChatLink } from './chat-link'
export { Fields, Texts } from './fields'
export { ApprovalPanel } from './panel'
export { approvalQuery } from './queries'
export { approvals as approvalsStrings } from './strings'
export { WaitingCount } from './waiting-count'
export const loadApprovalsView = () => import('./view').then((module) => module.ApprovalsView)
