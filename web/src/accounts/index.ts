/** What other folders may use of accounts. */
export { CameBack } from './came-back'
export { Confirm } from './confirm'
export { ConnectButton } from './connect-button'
export { PhoneCard } from './phone'
export { accountsQuery, phoneQuery, type Account } from './queries'
export { setLinked } from './linked'
export { RemedyPanel } from './remedy'
export { accounts as accountsStrings } from './strings'
export const loadAccountsView = () => import('./view').then((module) => module.AccountsView)
