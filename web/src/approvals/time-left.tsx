import clsx from 'clsx'
import { useEffect, useState } from 'react'
import { Icon } from '@/shared/components'
import { clock } from '@/shared/time'
import type { Approval } from './queries'
import { approvals as strings } from './strings'

/** Counts down from what the server said, whatever this machine's clock says. */
export function TimeLeft({ approval, readAt }: { approval: Approval; readAt: number }) {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500)
    return () => clearInterval(timer)
  }, [])
  if (approval.secondsLeft == null) return null
  const left = approval.secondsLeft - (Math.max(now, readAt) - readAt) / 1000
  return (
    <span role="timer" className={clsx('inline-flex items-center gap-1.5 text-sm tabular-nums', left < 30 ? 'font-semibold text-bad' : 'text-soft')}>
      <Icon name="clock" className="size-3.5" />
      {strings.left(clock(left))}
    </span>
  )
}
