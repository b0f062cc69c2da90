import type { Tone } from '@/shared/components'
import type { Entry } from './queries'

export const toneOfDecision: Record<string, Tone> = { allow: 'good', step_up: 'accent', deny: 'bad' }

const bad = ['failed', 'denied', 'refused']
const warn = ['moved', 'lapsed', 'unknown', 'expired', 'lost', 'unresolved', 'not_found']

/** Of an action's state or an outcome. */
export function toneOfOutcome(word: string): Tone {
  if (word === 'done' || word === 'approved') return 'good'
  if (bad.includes(word)) return 'bad'
  if (warn.includes(word)) return 'warn'
  return ['parked', 'executing', 'proposed'].includes(word) ? 'accent' : 'neutral'
}

export function toneOfEntry(entry: Entry): Tone {
  if (entry.kind === 'gate.refused') return 'bad'
  if (entry.kind === 'stop.pressed') return 'warn'
  const [room, word] = entry.kind.split('.')
  if (room === 'action' || room === 'approval') return toneOfOutcome(word ?? '')
  return toneOfOutcome(entry.outcome === 'done' && room === 'read' ? 'read' : (entry.outcome ?? ''))
}
