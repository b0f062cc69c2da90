import { useQuery, useQueryClient } from '@tanstack/react-query'
import clsx from 'clsx'
import { useEffect, useState, type ReactNode } from 'react'
import type { components } from '@/shared/api/schema.gen'
import { newKey } from '@/shared/api/client'
import { useSession } from '@/shared/auth/session'
import { Button, Dialog, Icon, Problem, Skeleton } from '@/shared/components'
import { openPhone } from '@/shared/phone'
import { visible } from '@/shared/visible'
import { ApprovalContent } from './content'
import { approvalQuery, isOpen, useAskAgain, useWithdraw, type Approval } from './queries'
import { ApprovalState } from './state'
import { approvals as strings } from './strings'
import { TimeLeft } from './time-left'

interface Props {
  id: string
  /** The action that it is for, where it is at hand: its raw words. */
  action?: components['schemas']['ActionView'] | undefined
  /** Where else it can be followed, at its foot. */
  links?: ReactNode
}

/** One request in full: what will happen, the code to compare, the time left, and what can be done with it. Open ones are the lock of their run. */
export function ApprovalPanel({ id, action, links }: Props) {
  const queries = useQueryClient()
  const found = useQuery(approvalQuery(id))
  const approval = found.data
  const expires = approval && isOpen(approval) ? approval.secondsLeft : undefined

  // The state changes by the server's clock; its event may be a moment late.
  useEffect(() => {
    if (expires == null) return
    const timer = setTimeout(() => void queries.invalidateQueries({ queryKey: ['approvals', id] }), (expires + 1.5) * 1000)
    return () => clearTimeout(timer)
  }, [expires, id, queries])

  if (found.isError) return <Problem error={found.error} onRetry={() => void found.refetch()} />
  if (!approval) return <Skeleton className="h-96 rounded-2xl" />
  const open = isOpen(approval)
  const target = approval.identifiers.slice(0, 2).map((field) => field.value).join(' · ')
  return (
    <section
      {...(open ? { 'data-lock': '' } : {})}
      aria-label={[approval.verb, ...approval.identifiers.map((field) => field.value), approval.code ?? id].join(' ')}
      className={clsx('overflow-hidden rounded-2xl border bg-raised', open ? 'border-accent/45 shadow-raised' : 'border-line')}
    >
      <header className={clsx('flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-b px-4 py-3 sm:px-5', open ? 'border-accent/20 bg-accent-wash' : 'border-line')}>
        <div className="flex min-w-0 items-center gap-3">
          {open && (
            <span aria-hidden="true" className="grid size-9 shrink-0 place-items-center rounded-full bg-accent text-accent-ink">
              <Icon name="lock" className="size-[1.125rem]" />
            </span>
          )}
          <div className="min-w-0">
            <h2 className="leading-5 font-semibold">{approval.verb}</h2>
            <p className="truncate text-[0.8125rem] leading-5 text-soft">
              <bdi>{visible(target)}</bdi>
            </p>
          </div>
        </div>
        <div className="flex items-center gap-3 max-sm:w-full max-sm:justify-between">
          {open && <TimeLeft approval={approval} readAt={found.dataUpdatedAt} />}
          <ApprovalState state={approval.state} />
        </div>
      </header>
      <div className="space-y-5 p-4 sm:p-5">
        <Status approval={approval} open={open} />
        <ApprovalContent approval={approval} action={action} />
      </div>
      <Deeds approval={approval} open={open} links={links} />
    </section>
  )
}

/** Where it stands and what is next; while it can be answered, the code large enough to hold a phone beside. */
function Status({ approval, open }: { approval: Approval; open: boolean }) {
  const next = approval.state === 'approved' && approval.spentAt != null ? strings.next['spent'] : strings.next[approval.state]
  const hasCode = approval.code != null && open && !approval.codeIsVoid
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-4">
      <div className="min-w-0 grow basis-60 text-[0.9375rem]">
        <p className="font-medium">{open && approval.turn != null ? strings.turn(approval.turn) : approval.says}</p>
        {next !== undefined && <p className="mt-0.5 text-sm text-soft">{next}</p>}
        {approval.remedy && <p className="mt-0.5 text-sm font-medium">{approval.remedy.text}</p>}
        {hasCode && <p className="mt-0.5 text-sm text-soft">{strings.compare}</p>}
      </div>
      {hasCode ? (
        <p className="rounded-xl bg-accent-wash px-4 py-2 text-center ring-1 ring-accent/25 ring-inset max-sm:w-full">
          <span className="block text-xs font-medium text-soft">{strings.code} </span>
          <span className="font-mono text-2xl font-semibold tracking-wider whitespace-nowrap">{approval.code}</span>
        </p>
      ) : (
        approval.code != null && (
          <p className="text-sm text-soft">
            {approval.codeIsVoid ? strings.codeVoid : strings.code} <span className={clsx('font-mono whitespace-nowrap', approval.codeIsVoid && 'line-through')}>{approval.code}</span>
          </p>
        )
      )}
    </div>
  )
}

function Deeds({ approval, open, links }: { approval: Approval; open: boolean; links: ReactNode }) {
  const { config } = useSession()
  const [asking, setAsking] = useState(false)
  const [key] = useState(newKey)
  const withdraw = useWithdraw(approval.id)
  const again = useAskAgain(approval.id)
  const closes = open && approval.state !== 'lost'
  if (!closes && !approval.canAskAgain && links == null) return null
  return (
    <div className="flex flex-wrap items-center gap-2 border-t border-line bg-sunken/50 px-4 py-3 sm:px-5">
      {approval.canAskAgain && (
        <Button kind="primary" busy={again.isPending} onClick={() => again.mutate(key)}>
          <Icon name="again" />
          {approval.state === 'lost' ? strings.askNow : strings.askAgain}
        </Button>
      )}
      {open && config.phone != null && (
        <Button kind="primary" onClick={() => openPhone(config.phone)}>
          <Icon name="phone" />
          {strings.openPhone}
        </Button>
      )}
      {closes && (
        <Button onClick={() => setAsking(true)}>{strings.withdraw}</Button>
      )}
      {links != null && <div className="flex min-h-9 flex-wrap items-center gap-x-4 gap-y-1 text-sm sm:ml-auto">{links}</div>}
      {(again.isError || withdraw.isError) && (
        <div className="basis-full">
          <Problem error={again.error ?? withdraw.error} />
        </div>
      )}
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title={strings.withdrawTitle}
        description={strings.withdrawText}
        actions={
          <>
            <Button onClick={() => setAsking(false)}>{strings.keep}</Button>
            <Button
              kind="danger"
              busy={withdraw.isPending}
              onClick={() => withdraw.mutate(undefined, { onSettled: () => setAsking(false) })}
            >
              {strings.withdraw}
            </Button>
          </>
        }
      />
    </div>
  )
}
