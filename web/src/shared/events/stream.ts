import { authorized } from '@/shared/api/client'
import { reachable } from '@/shared/online/online'
import { EventParser, type ServerEvent } from './wire'

const mostWait = 15_000

/** A comment comes every 15 s: a line that has been silent for three of them is dead. */
const silence = 45_000

/**
 * Follows the person's events until it is stopped: comes back with the last number it saw when the stream ends itself, breaks, or the network is gone.
 * `onOpen` is told whether anything may have been missed before, which is so at the very first opening alone.
 */
export async function follow(after: number | undefined, stop: AbortSignal, on: { open: (fresh: boolean) => void; event: (event: ServerEvent) => void }): Promise<void> {
  let last = after
  let failures = 0
  while (!stop.aborted) {
    const parser = new EventParser()
    const quiet = new AbortController()
    let timer = setTimeout(() => quiet.abort(), silence)
    try {
      const headers = last === undefined ? {} : { 'Last-Event-ID': String(last) }
      const response = await authorized(new Request('/api/events', { headers, signal: AbortSignal.any([stop, quiet.signal]) }))
      if (!response.ok || !response.body) throw new Error(`events answered ${response.status}`)
      failures = 0
      on.open(last === undefined)
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
      for (;;) {
        const { done, value } = await reader.read()
        if (done) break
        clearTimeout(timer)
        timer = setTimeout(() => quiet.abort(), silence)
        for (const event of parser.add(value)) {
          last = event.id
          on.event(event)
        }
      }
    } catch {
      if (stop.aborted) return
      failures += 1
      if (failures > 1) reachable(false)
    } finally {
      clearTimeout(timer)
    }
    await pause(Math.min(mostWait, parser.retry * 2 ** Math.min(failures, 5)) * (failures > 0 ? 0.75 + Math.random() / 2 : 1), stop)
  }
}

/** Ends early when the network is back or the page is looked at again. */
function pause(ms: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      removeEventListener('online', end)
      document.removeEventListener('visibilitychange', end)
      stop.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    addEventListener('online', end)
    document.addEventListener('visibilitychange', end)
    stop.addEventListener('abort', end)
  })
}
