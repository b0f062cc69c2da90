import { useSyncExternalStore } from 'react'

/** The words of a turn that is being said. */
export interface Streamed {
  turn: number
  attempt: number
  text: string
}

const texts = new Map<string, Streamed>()
const listeners = new Set<() => void>()

export interface Delta {
  run: string
  turn: number
  attempt: number
  offset: number
  text: string
}

/** Puts a piece in its place. Repeated pieces change nothing; a newer attempt begins anew. False where pieces before it are missing. */
export function addDelta({ run, turn, attempt, offset, text }: Delta): boolean {
  const known = texts.get(run)
  const isOlder = known && (turn < known.turn || (turn === known.turn && attempt < known.attempt))
  if (isOlder) return true
  const before = known?.turn === turn && known.attempt === attempt ? known.text : ''
  if (offset > before.length) return false
  if (before.length >= offset + text.length && before !== '') return true
  set(run, { turn, attempt, text: before.slice(0, offset) + text })
  return true
}

/** The finished message replaces what was streamed of its turn. */
export function finishTurn(run: string, turn: number): void {
  const known = texts.get(run)
  if (known && known.turn <= turn) set(run, undefined)
}

let told = false

function set(run: string, now: Streamed | undefined): void {
  if (now) texts.set(run, now)
  else texts.delete(run)
  // Pieces come faster than pictures: who shows them is told once a frame. A page that nobody sees has no frames.
  if (now === undefined || document.hidden) tell()
  else if (!told) {
    told = true
    requestAnimationFrame(tell)
  }
}

function tell(): void {
  told = false
  listeners.forEach((listener) => listener())
}

const never = () => () => undefined

function listen(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** The words of a run's turn, once a frame while they come. */
export const useStreamed = (run: string | undefined): Streamed | undefined => useSyncExternalStore(run === undefined ? never : listen, () => (run === undefined ? undefined : texts.get(run)))

/** The turn that is being said, as soon as it has a word. */
export const useStreamedTurn = (run: string | undefined): number | undefined =>
  useSyncExternalStore(run === undefined ? never : listen, () => {
    const known = run === undefined ? undefined : texts.get(run)
    return known === undefined || known.text === '' ? undefined : known.turn
  })
