import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Empty, Icon, Page, Problem, SkeletonRows, toast, toastProblem } from '@/shared/components'
import { useEvents } from '@/shared/events/events'
import { CameBack } from './came-back'
import { AccountCard } from './card'
import { PhoneCard } from './phone'
import { accountsQuery, lastUseQuery, useRefresh } from './queries'
import { accounts as strings } from './strings'

const here = '/accounts'

export function AccountsView() {
  const queries = useQueryClient()
  const list = useQuery(accountsQuery)
  const uses = useQuery(lastUseQuery)
  const refresh = useRefresh()
  useEvents((event) => {
    if (event.type === 'account.state') void queries.invalidateQueries({ queryKey: accountsQuery.queryKey, exact: true })
    if (event.type === 'action.state') void queries.invalidateQueries({ queryKey: lastUseQuery.queryKey })
  })
  return (
    <Page
      title={strings.title}
      lead={strings.lead}
      actions={
        <Button busy={refresh.isPending} onClick={() => refresh.mutate(undefined, { onSuccess: () => toast(strings.refreshed), onError: toastProblem })}>
          <Icon name="again" />
          {strings.refresh}
        </Button>
      }
    >
      <CameBack />
      {list.isPending ? (
        <SkeletonRows rows={2} />
      ) : list.isError ? (
        <Problem error={list.error} onRetry={() => void list.refetch()} />
      ) : list.data.items.length === 0 ? (
        <Empty icon="accounts" title={strings.nothing}>
          {strings.nothingDetail}
        </Empty>
      ) : (
        <ul className="space-y-4">
          {list.data.items.map((account) => (
            <AccountCard key={account.connection} account={account} lastUse={uses.data?.get(account.connection)} returnTo={here} />
          ))}
        </ul>
      )}
      <div className="mt-4">
        <PhoneCard returnTo={here} />
      </div>
    </Page>
  )
}
