import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { components } from '@/shared/api/schema.gen'
import { newKey } from '@/shared/api/client'
import { useSession } from '@/shared/auth/session'
import { Button, Dialog, Icon, Problem, Skeleton, toast } from '@/shared/components'
import { openPhone } from '@/shared/phone'
import { ApprovalContent } from './content'
import { approvalQuery, isOpen, useAskAgain, useWithdraw, type Approval } from './queries'
import { ApprovalState } from './state'
import { approvals as strings } from './strings'
import { TimeLeft } from './time-left'

interface Props {
  id: string
  /** The action that it is for, where it is at hand: its raw words. */
  action?: components['schemas']['ActionView'] | undefined
}

/** One request in full: what will happen, the code to compare, the time left, and what can be done with it. Open ones are the lock of their run. */
export function ApprovalPanel({ id, action }: Props) {
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
  if (!approval) return <Skeleton className="h-48" />
  const open = isOpen(approval)
  return (
    <section aria-label={[approval.verb, ...approval.identifiers.map((field) => field.value), approval.code ?? id].join(' ')} className={open ? 'overflow-hidden rounded-2xl border border-accent/50 bg-raised shadow-raised' : 'overflow-hidden rounded-2xl border border-line bg-raised'}>
      <header className={open ? 'flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-accent-wash px-4 py-2.5 sm:px-5' : 'flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2.5 sm:px-5'}>
        {open && <Icon name="lock" className="text-accent" />}
        <h2 className="grow font-semibold">
          {approval.verb}
        </h2>
        {open && <TimeLeft approval={approval} readAt={found.dataUpdatedAt} />}
        <ApprovalState state={approval.state} />
      </header>
      <div className="space-y-4 p-4 sm:p-5">
        <Status approval={approval} open={open} />
        <ApprovalContent approval={approval} action={action} />
        <Deeds approval={approval} open={open} />
      </div>
    </section>
  )
}

function Status({ approval, open }: { approval: Approval; open: boolean }) {
  const next = approval.state === 'approved' && approval.spentAt != null ? strings.next['spent'] : strings.next[approval.state]
  return (
    <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="min-w-0 text-sm">
        <p>{open && approval.turn != null ? strings.turn(approval.turn) : approval.says}</p>
        {next !== undefined && <p className="mt-0.5 text-soft">{next}</p>}
        {approval.remedy && <p className="mt-0.5 font-medium">{approval.remedy.text}</p>}
        {approval.code != null && open && <p className="mt-0.5 text-soft">{strings.compare}</p>}
      </div>
      {approval.code != null && (
        <p className={approval.codeIsVoid ? 'text-soft line-through' : ''}>
          <span className="sr-only">{strings.code} </span>
          <span className="font-mono text-2xl font-semibold tracking-wider whitespace-nowrap">{approval.code}</span>
        </p>
      )}
    </div>
  )
}

function Deeds({ approval, open }: { approval: Approval; open: boolean }) {
  const { config } = useSession()
  const [asking, setAsking] = useState(false)
  const [key] = useState(newKey)
  const withdraw = useWithdraw(approval.id)
  const again = useAskAgain(approval.id)
  const closes = open && approval.state !== 'lost'
  if (!closes && !approval.canAskAgain) return null
  return (
    <div className="flex flex-wrap items-center gap-2 border-t border-line pt-4">
      {approval.canAskAgain && (
        <Button kind="primary" busy={again.isPending} onClick={() => again.mutate(key, { onSuccess: () => toast(strings.askedAgain, { tone: 'good' }) })}>
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
        <Button onClick={() => setAsking(true)}>
          {strings.withdraw}
        </Button>
      )}
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
              onClick={() => withdraw.mutate(undefined, { onSuccess: () => toast(strings.withdrawn), onSettled: () => setAsking(false) })}
            >
              {strings.withdraw}
            </Button>
          </>
        }
      />
    </div>
  )
}
