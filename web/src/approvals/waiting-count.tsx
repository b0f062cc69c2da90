import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEvents } from '@/shared/events/events'
import { openApprovalsQuery } from './queries'
import { approvals as strings } from './strings'

/** How many wait, beside the inbox's name; nothing where none does. */
export function WaitingCount() {
  const queries = useQueryClient()
  const open = useQuery(openApprovalsQuery)
  useEvents((event) => {
    if (event.type === 'approval.state') void queries.invalidateQueries({ queryKey: openApprovalsQuery.queryKey })
  })
  const count = open.data?.items.length ?? 0
  if (count === 0) return null
  return (
    <span className="ml-auto rounded-full bg-accent px-1.5 text-xs leading-5 font-semibold text-accent-ink tabular-nums">
      <span aria-hidden="true">{count}</span>
      <span className="sr-only">{strings.count(count)}</span>
    </span>
  )
}
