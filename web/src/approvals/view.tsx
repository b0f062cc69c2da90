import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Button, Empty, Icon, Page, Problem, RelativeTime, SkeletonRows } from '@/shared/components'
import { useEvents } from '@/shared/events/events'
import { shared } from '@/shared/strings'
import { visible } from '@/shared/visible'
import { ChatLink } from './chat-link'
import { ApprovalPanel } from './panel'
import { approvedActionQuery, openApprovalsQuery, settledApprovalsQuery, type Approval } from './queries'
import { ApprovalState } from './state'
import { approvals as strings } from './strings'

export function ApprovalsView() {
  const queries = useQueryClient()
  useEvents((event) => {
    if (event.type === 'approval.state') void queries.invalidateQueries({ queryKey: ['approvals'] })
  })
  return (
    <Page title={strings.title} lead={strings.lead}>
      <Open />
      <Settled />
    </Page>
  )
}

function Open() {
  const open = useQuery(openApprovalsQuery)
  const count = open.data?.items.length ?? 0
  return (
    <section aria-labelledby="approvals-open">
      <h2 id="approvals-open" className={count === 0 ? 'sr-only' : 'mb-3 flex items-center gap-2 text-sm font-semibold'}>
        {strings.open}
        {count > 0 && <span aria-hidden="true" className="rounded-full bg-accent-wash px-2 text-xs leading-5 text-accent tabular-nums">{count}</span>}
      </h2>
      {open.isPending ? (
        <SkeletonRows rows={2} />
      ) : open.isError ? (
        <Problem error={open.error} onRetry={() => void open.refetch()} />
      ) : open.data.items.length === 0 ? (
        <div className="rounded-2xl border border-dashed border-line">
          <Empty icon="approvals" title={strings.none}>
            {strings.noneDetail}
          </Empty>
        </div>
      ) : (
        <ol className="space-y-4">
          {open.data.items.map((approval) => (
            <li key={approval.id}>
              <InFull approval={approval} />
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}

function Settled() {
  const settled = useInfiniteQuery(settledApprovalsQuery)
  const all = settled.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section aria-labelledby="approvals-settled" className="mt-10">
      <h2 id="approvals-settled" className="mb-3 text-sm font-semibold">
        {strings.settled}
      </h2>
      {settled.isPending ? (
        <SkeletonRows />
      ) : settled.isError ? (
        <Problem error={settled.error} onRetry={() => void settled.refetch()} />
      ) : all.length === 0 && !settled.hasNextPage ? (
        <p className="text-sm text-soft">{strings.noneSettled}</p>
      ) : (
        <ul className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-raised">
          {all.map((approval) => (
            <SettledRow key={approval.id} approval={approval} />
          ))}
        </ul>
      )}
      {settled.hasNextPage && (
        <Button className="mt-3" busy={settled.isFetchingNextPage} onClick={() => void settled.fetchNextPage()}>
          {shared.more}
        </Button>
      )}
    </section>
  )
}

function SettledRow({ approval }: { approval: Approval }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <li>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="flex min-h-12 w-full items-center gap-3 px-4 py-2.5 text-left text-sm hover:bg-hover focus-visible:-outline-offset-2"
      >
        <Icon name="chevron" className={isOpen ? 'rotate-90 text-soft' : 'text-soft'} />
        <span className="min-w-0 grow">
          <span className="font-medium">{approval.verb}</span>{' '}
          <span className="text-soft">
            <bdi>{visible(approval.identifiers.slice(0, 2).map((field) => field.value).join(' · '))}</bdi>
          </span>
        </span>
        <span className="flex shrink-0 items-center gap-3 max-sm:flex-col max-sm:items-end max-sm:gap-1">
          <ApprovalState state={approval.state} />
          <RelativeTime at={approval.settledAt ?? approval.openedAt} className="text-xs text-soft sm:w-20 sm:text-right" />
        </span>
      </button>
      {isOpen && (
        <div className="border-t border-line bg-sunken p-2 sm:p-4">
          <InFull approval={approval} />
        </div>
      )}
    </li>
  )
}

/** The request, and where else it can be followed. */
function InFull({ approval }: { approval: Approval }) {
  const action = useQuery(approvedActionQuery(approval.action))
  const link = 'text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent'
  return (
    <ApprovalPanel
      id={approval.id}
      action={action.data}
      links={
        <>
          <RelativeTime at={approval.openedAt} className="text-xs text-soft" />
          <ChatLink run={approval.run} />
          <Link to="/audit/$action" params={{ action: approval.action }} className={link}>
            {strings.story}
          </Link>
          {approval.askedAgainAs != null && (
            <Link to="/audit/$action" params={{ action: approval.askedAgainAs }} className={link}>
              {strings.askedAgainAs}
            </Link>
          )}
        </>
      }
    />
  )
}
