import { useQueryClient } from '@tanstack/react-query'
import { createContext, useContext, useEffect, useEffectEvent, useState, type ReactNode } from 'react'
import { useSession } from '@/shared/auth/session'
import { followInOneTab } from './tabs'
import type { ServerEvent } from './wire'

/** What the person's stream tells. The rows are the truth: an event says what to read again. */
export type AppEvent =
  | { id: number; type: 'run.state'; data: { run: string; thread?: string; state: string; parkedOn?: string; code?: string; text?: string } }
  | { id: number; type: 'text.delta'; data: { run: string; thread: string; turn: number; attempt: number; offset: number; text: string } }
  | { id: number; type: 'message'; data: { thread: string; number: number; role: 'person' | 'assistant' | 'tool'; run: string; turn: number; text: string; action?: string | null } }
  | { id: number; type: 'action.state'; data: { run: string; action: string; tool: string; state: string; approval?: string } }
  | { id: number; type: 'approval.state'; data: { run: string; approval: string; action: string; state: string; text: string } }
  | { id: number; type: 'account.state'; data: { connection: string; state: string } }

type Listener = (event: AppEvent) => void

const Events = createContext<{ add: (listener: Listener) => () => void } | null>(null)

/** Keeps the stream open while somebody is signed in, and reads all that is shown again when something may have been missed. */
export function EventsProvider({ children }: { children: ReactNode }) {
  const { person } = useSession()
  const queries = useQueryClient()
  const [hub] = useState(() => {
    const listeners = new Set<Listener>()
    return {
      add: (listener: Listener) => {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
      tell: (event: ServerEvent) => listeners.forEach((listener) => listener(event as AppEvent)),
    }
  })
  useEffect(
    () =>
      followInOneTab(person.sub, {
        open: (fresh) => {
          if (fresh) void queries.invalidateQueries()
        },
        event: hub.tell,
      }),
    [person.sub, queries, hub],
  )
  return <Events.Provider value={hub}>{children}</Events.Provider>
}

/** Calls `listener` for each event while the component is there. */
export function useEvents(listener: Listener): void {
  const hub = useContext(Events)
  const latest = useEffectEvent(listener)
  useEffect(() => hub?.add((event) => latest(event)), [hub])
}
