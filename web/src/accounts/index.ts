/** What other folders may use of accounts. */
export { accountsQuery, type Account } from './queries'
export { setLinked, useLinked } from './linked'
export { accounts as accountsStrings } from './strings'
export const loadAccountsView = () => import('./view').then((module) => module.AccountsView)
