import { useQueryClient } from '@tanstack/react-query'
import { useEvents } from '@/shared/events/events'
import { catchUp } from './catch-up'
import { messagesQuery, type Message } from './queries'
import { addDelta, finishTurn } from './streamed'

/** Keeps what is known of threads, runs and actions as the person's stream tells. Once, around all views. */
export function useLiveRuns(): void {
  const queries = useQueryClient()
  useEvents((event) => {
    switch (event.type) {
      case 'text.delta':
        if (!addDelta(event.data)) void catchUp(event.data.run)
        break
      case 'message': {
        const { thread, ...message } = event.data
        const { queryKey } = messagesQuery(thread)
        // A list that is being read may have been read before this message was there, and would take it back: it is read anew.
        if (queries.getQueryData(queryKey) === undefined || queries.isFetching({ queryKey, exact: true }) > 0) void queries.invalidateQueries({ queryKey, exact: true })
        queries.setQueryData(queryKey, (known) => known && withMessage(known, message as Message))
        // Told after the list was: what was streamed stays until the message stands in its place.
        if (message.role === 'assistant') setTimeout(() => finishTurn(message.run, message.turn))
        void queries.invalidateQueries({ queryKey: ['threads', thread], exact: true })
        if (message.number === 0) void queries.invalidateQueries({ queryKey: ['threads', 'list'] })
        break
      }
      case 'run.state':
        void queries.invalidateQueries({ queryKey: ['runs', event.data.run] })
        void queries.invalidateQueries({ queryKey: ['runs', 'list'] })
        if (event.data.thread !== undefined) void queries.invalidateQueries({ queryKey: ['threads', event.data.thread], exact: true })
        break
      case 'action.state':
        void queries.invalidateQueries({ queryKey: ['actions', event.data.action] })
        void queries.invalidateQueries({ queryKey: ['actions', 'list'] })
        if (event.data.approval !== undefined) void queries.invalidateQueries({ queryKey: ['approvals', event.data.approval] })
        break
      case 'approval.state':
        void queries.invalidateQueries({ queryKey: ['approvals'] })
        break
      case 'account.state':
        void queries.invalidateQueries({ queryKey: ['accounts'] })
        break
    }
  })
}

/** In its place by number; one that stands there already stays. */
function withMessage(known: Message[], message: Message): Message[] {
  if (known.some((other) => other.number === message.number)) return known
  const at = known.findIndex((other) => other.number > message.number)
  return at < 0 ? [...known, message] : [...known.slice(0, at), message, ...known.slice(at)]
}
