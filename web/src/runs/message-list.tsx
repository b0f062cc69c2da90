import { memo, startTransition, useEffect, useMemo, useState } from 'react'
import { Group } from './group'
import type { Action, Message } from './queries'
import { groupsOf, type Growing } from './rows'

interface Props {
  messages: Message[]
  /** What is being said now. */
  growing: Growing | undefined
  /** The run that goes on in this thread, and what is known of its actions. */
  liveRun: string | undefined
  actions: Map<string, Action>
  /** That run waits for something that the person has to do first. */
  needsYou: boolean
}

/** Groups of one piece: at first what is in sight, and a little more. */
const first = 3

export const MessageList = memo(function MessageList({ messages, growing, liveRun, actions, needsYou }: Props) {
  const groups = useMemo(() => groupsOf(messages, growing), [messages, growing])
  // A long thread is shown from its end; what was said before it comes piece by piece, so that nobody waits for it.
  const [from, setFrom] = useState(Math.max(0, groups.length - first))
  useEffect(() => {
    if (from > 0) startTransition(() => setFrom(Math.max(0, from - first)))
  }, [from])
  return groups.slice(from).map((rows, at) => <Group key={from + at} rows={rows} liveRun={liveRun} actions={actions} needsYou={needsYou} />)
})
