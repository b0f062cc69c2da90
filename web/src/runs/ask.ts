import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { api, newKey, read } from '@/shared/api/client'
import { noteGrant } from './grants'
import { runQuery, type Run } from './queries'

/** Asks the agent in a thread, or in a new one. What is on its way is shown at once, and taken back when it did not arrive. */
export function useAsk(thread: string | undefined, onStarted: (run: Run) => void) {
  const queries = useQueryClient()
  const [asked, setAsked] = useState<string>()
  const [draft, setDraft] = useState<string>()
  const start = useMutation({
    mutationFn: ({ text, key }: { text: string; key: string }) =>
      read(api.POST('/api/runs', { params: { header: { 'Idempotency-Key': key } }, body: { message: text, ...(thread === undefined ? {} : { thread }) } })),
    onSuccess: (run) => {
      // The stream may have told of what came after while this answer was on its way.
      queries.setQueryData(runQuery(run.id).queryKey, run)
      void queries.invalidateQueries({ queryKey: runQuery(run.id).queryKey })
      void noteGrant(run.id)
      void queries.invalidateQueries({ queryKey: ['threads'] })
      void queries.invalidateQueries({ queryKey: ['runs', 'list'] })
      onStarted(run)
    },
    onError: () => {
      setDraft(asked)
      setAsked(undefined)
    },
  })
  const { mutate } = start
  const send = useCallback(
    (text: string) => {
      setAsked(text)
      setDraft(undefined)
      mutate({ text, key: newKey() })
    },
    [mutate],
  )
  return {
    /** What was sent and is not in the thread yet. */
    asked,
    /** What did not arrive. */
    draft,
    error: start.error,
    send,
    arrived: () => setAsked(undefined),
  }
}
