import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Badge, Empty, Page, Problem, RelativeTime, SkeletonRows } from '@/shared/components'
import { useEvents } from '@/shared/events/events'
import { approvalsQuery } from './queries'
import { approvals as strings } from './strings'

export function ApprovalsView() {
  const queries = useQueryClient()
  const list = useQuery(approvalsQuery)
  useEvents((event) => {
    if (event.type === 'approval.state') void queries.invalidateQueries({ queryKey: ['approvals'] })
  })
  return (
    <Page title={strings.title} lead={strings.lead}>
      {list.isPending ? (
        <SkeletonRows />
      ) : list.isError ? (
        <Problem error={list.error} onRetry={() => void list.refetch()} />
      ) : list.data.items.length === 0 ? (
        <Empty icon="approvals" title={strings.none}>
          {strings.noneDetail}
        </Empty>
      ) : (
        <ul className="space-y-3">
          {list.data.items.map((approval) => (
            <li key={approval.id} className="rounded-xl border border-line bg-surface p-4">
              <p className="flex items-center justify-between gap-3 font-medium">
                {approval.verb}
                <Badge>{approval.state}</Badge>
              </p>
              <p className="mt-1 text-sm text-soft">
                {approval.says} · <RelativeTime at={approval.openedAt} />
              </p>
            </li>
          ))}
        </ul>
      )}
    </Page>
  )
}
