import { Icon } from '@/shared/components'
import { visible } from '@/shared/visible'
import type { Run } from './queries'
import { runs as strings } from './strings'

/** How the last run of a thread ended, where its answer does not say it. */
export function Ending({ run }: { run: Run }) {
  if (run.state === 'done') return null
  const cancelled = run.state === 'cancelled'
  return (
    <p role="status" className="flex items-start gap-2 rounded-xl bg-sunken px-4 py-3 text-sm">
      <Icon name={cancelled ? 'stop' : 'warning'} className={cancelled ? 'mt-0.5 text-soft' : 'mt-0.5 text-bad'} />
      <span>
        <span className="font-medium">{cancelled ? strings.ended.cancelled : strings.ended.failed}</span>
        <span className="block text-soft">{cancelled ? strings.cancelledText : visible(run.text ?? '')}</span>
      </span>
    </p>
  )
}
