import { useSyncExternalStore } from 'react'
import type { Linked } from '@/shared/auth/sign-in'

let linked: Linked | undefined
const listeners = new Set<() => void>()

/** What became of linking when the provider sent the person back; taken by the view that shows it. */
export function setLinked(now: Linked | undefined): void {
  linked = now
  listeners.forEach((tell) => tell())
}

export const useLinked = () =>
  useSyncExternalStore(
    (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    () => linked,
  )
