import { useMutation, useQueryClient } from '@tanstack/react-query'
import clsx from 'clsx'
import { api, read } from '@/shared/api/client'
import { Button, Dialog, Icon, Problem, toast } from '@/shared/components'
import { shared } from '@/shared/strings'
import { app as strings } from './strings'

/** On every screen: opens the question. */
export function StopButton({ short = false, onStop }: { short?: boolean; onStop: () => void }) {
  return (
    <Button kind="quiet" onClick={onStop} className={clsx('!text-bad hover:!bg-bad-wash', !short && 'w-full !justify-start')}>
      <Icon name="stop" />
      {strings.stop}
    </Button>
  )
}

/** It is asked once, because what it ends does not resume. */
export function StopDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const queries = useQueryClient()
  const stop = useMutation({
    mutationFn: () => read(api.POST('/api/stop')),
    onSuccess: ({ runs, actions, standing, approvals }) => {
      onOpenChange(false)
      const ended = runs.length + actions.length + approvals > 0
      toast(strings.stopped, { tone: 'good', text: ended ? strings.stoppedCounts(runs.length, actions.length, approvals) : strings.stoppedNothing })
      if (standing.length > 0) toast(strings.standing(standing.length))
      void queries.invalidateQueries()
    },
  })
  return (
    <Dialog
      open={open}
      onOpenChange={(now) => {
        onOpenChange(now)
        stop.reset()
      }}
      title={strings.stopTitle}
      description={strings.stopText}
      actions={
        <>
          <Button onClick={() => onOpenChange(false)}>{shared.cancel}</Button>
          <Button kind="danger" busy={stop.isPending} onClick={() => stop.mutate()}>
            {strings.stop}
          </Button>
        </>
      }
    >
      <ul className="space-y-2 text-sm">
        {strings.stopConsequences.map((consequence) => (
          <li key={consequence} className="flex gap-2.5">
            <Icon name="stop" className="mt-0.5 text-bad" />
            {consequence}
          </li>
        ))}
      </ul>
      <p className="mt-3 text-sm text-soft">{strings.stopAfter}</p>
      {stop.isError && (
        <div className="mt-4">
          <Problem error={stop.error} />
        </div>
      )}
    </Dialog>
  )
}
