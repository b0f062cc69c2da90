import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { Problem, useTitle } from '@/shared/components'
import { ahead } from '@/shared/online/persistently'
import { Composer } from './composer'
import { Bubble } from './bubble'
import { useAsk } from './ask'
import { Starters } from './starters'
import { runs as strings } from './strings'

/** Nothing was said yet: the first message makes the thread. */
export function NewConversation() {
  useTitle(strings.newThread)
  // What the first message leads to is there before it is sent.
  useEffect(() => ahead(() => import('./chat-view')), [])
  const navigate = useNavigate()
  const ask = useAsk(undefined, (run) => {
    if (run.thread != null) void navigate({ to: '/chat/$thread', params: { thread: run.thread } })
  })
  return (
    <div className="flex h-full flex-col">
      <div className="flex min-h-0 grow flex-col overflow-y-auto">
        {ask.asked === undefined ? (
          <Starters onAsk={ask.send} />
        ) : (
          <div className="mx-auto w-full max-w-3xl px-4 pt-8 pb-6">
            <Bubble text={ask.asked} pending />
            <p role="status" className="sr-only">
              {strings.sending}
            </p>
          </div>
        )}
      </div>
      <div className="relative mx-auto w-full max-w-3xl space-y-3 px-4 pb-4 before:pointer-events-none before:absolute before:inset-x-4 before:-top-6 before:h-6 before:bg-linear-to-t before:from-surface sm:pb-6">
        {ask.error !== null && <Problem error={ask.error} />}
        <Composer key={ask.draft} draft={ask.draft} state={ask.asked === undefined ? 'open' : 'sending'} onSend={ask.send} onStop={() => undefined} stopping={false} />
      </div>
    </div>
  )
}
