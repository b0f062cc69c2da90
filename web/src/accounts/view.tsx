import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Badge, Page, Problem, SkeletonRows } from '@/shared/components'
import { useEvents } from '@/shared/events/events'
import { accountsQuery } from './queries'
import { accounts as strings } from './strings'

export function AccountsView() {
  const queries = useQueryClient()
  const list = useQuery(accountsQuery)
  useEvents((event) => {
    if (event.type === 'account.state') void queries.invalidateQueries({ queryKey: accountsQuery.queryKey })
  })
  return (
    <Page title={strings.title} lead={strings.lead}>
      {list.isPending ? (
        <SkeletonRows rows={2} />
      ) : list.isError ? (
        <Problem error={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <ul className="space-y-3">
          {list.data.items.map((account) => (
            <li key={account.connection} className="rounded-xl border border-line bg-surface p-4">
              <p className="flex items-center justify-between gap-3 font-medium">
                {account.connection}
                <Badge tone={account.state === 'confirmed' ? 'good' : 'neutral'}>{strings.states[account.state]}</Badge>
              </p>
              {account.account && <p className="mt-1 text-sm text-soft">{account.account.login}</p>}
            </li>
          ))}
        </ul>
      )}
    </Page>
  )
}
