import { follow } from './stream'
import type { ServerEvent } from './wire'

type Heard = { kind: 'open'; fresh: boolean } | { kind: 'event'; event: ServerEvent } | { kind: 'hello' }

/**
 * One stream for all tabs of a person: a browser has few connections to one address, and each tab's own would use them up. The tab that holds the lock
 * follows and tells the others; when it goes, the next one goes on after the last number that was told.
 */
export function followInOneTab(person: string, on: { open: (fresh: boolean) => void; event: (event: ServerEvent) => void }): () => void {
  const name = `countersign.events.${person}`
  const stop = new AbortController()
  const others = new BroadcastChannel(name)
  let last: number | undefined
  let leads = false
  let isOpen = false

  const hear = (heard: Heard) => {
    if (heard.kind === 'event') {
      last = heard.event.id
      on.event(heard.event)
    } else if (heard.kind === 'open') on.open(heard.fresh)
  }
  others.onmessage = ({ data }: MessageEvent<Heard>) => {
    if (data.kind !== 'hello') hear(data)
    else if (leads && isOpen) others.postMessage({ kind: 'open', fresh: false } satisfies Heard)
  }
  const tell = (heard: Heard) => {
    others.postMessage(heard)
    hear(heard)
  }

  // A tab that comes later may have missed what was told before: what it shows it reads after this.
  others.postMessage({ kind: 'hello' } satisfies Heard)
  const lead = async () => {
    leads = true
    await follow(last, stop.signal, {
      open: (fresh) => {
        isOpen = true
        tell({ kind: 'open', fresh })
      },
      event: (event) => tell({ kind: 'event', event }),
    })
  }
  navigator.locks.request(name, { signal: stop.signal }, lead).catch(() => undefined)
  return () => {
    stop.abort()
    others.close()
  }
}
