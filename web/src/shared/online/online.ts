import { useSyncExternalStore } from 'react'

let answering = true
const listeners = new Set<() => void>()

/** Told by whoever talks to the app: whether it answered. */
export function reachable(now: boolean): void {
  if (now === answering) return
  answering = now
  listeners.forEach((tell) => tell())
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell)
  addEventListener('online', tell)
  addEventListener('offline', tell)
  return () => {
    listeners.delete(tell)
    removeEventListener('online', tell)
    removeEventListener('offline', tell)
  }
}

/** Whether the app could be reached when it was last tried. */
export const useOnline = () => useSyncExternalStore(subscribe, () => navigator.onLine && answering)
