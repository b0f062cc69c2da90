import type { IconName, Tone } from '@/shared/components'
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

const byKind: Record<string, IconName> = {
  'action.proposed': 'plus', 'action.decided': 'permissions', 'action.parked': 'lock', 'action.executing': 'working', 'action.moved': 'moved', 'action.lapsed': 'late',
  'action.cancelled': 'stop', 'action.unknown': 'question', 'approval.waiting': 'clock', 'approval.asked': 'phone', 'approval.pending': 'phone', 'approval.expired': 'clock',
  'approval.withdrawn': 'undo', 'approval.lost': 'lost', 'gate.refused': 'lock', 'grant.sealed': 'lock', 'stop.pressed': 'stop', 'account.linked': 'link',
  'account.confirmed': 'person', 'account.unlinked': 'leave', 'account.refused': 'person', 'run.parked': 'lock', 'run.cancelled': 'stop',
}

const byRoom: Record<string, IconName> = { run: 'chat', read: 'eye', grant: 'lock', account: 'accounts' }

const byTone: Record<Tone, IconName> = { good: 'check', bad: 'cross', warn: 'warning', accent: 'circle', neutral: 'info' }

export const iconOfEntry = (entry: Entry): IconName => byKind[entry.kind] ?? byRoom[entry.kind.split('.')[0] ?? ''] ?? byTone[toneOfEntry(entry)]
