import type { IconName, Tone } from '@/shared/components'
import { isSettled, type Action, type Message } from './queries'
import { runs as strings } from './strings'

export type Outcome = keyof typeof strings.states

/** What became of a call, by its action where it has one, else by its answer; by neither it is on its way or was never made. */
export function outcomeOf(call: { action: Action | undefined; answer: Message | undefined; isLive: boolean; needsYou?: boolean }): Outcome {
  const { action, answer, isLive, needsYou = false } = call
  if (action) return isSettled(action) ? ended(action) : underWay(action)
  const word = answer && wordOf(answer)
  if (word === undefined) return !isLive ? 'cancelled' : needsYou ? 'needs' : 'making'
  if (word === 'done') return 'read'
  if (word === 'no_such_tool' || word === 'not_made' || word === 'invalid') return 'invalid'
  return word in strings.states ? (word as Outcome) : 'failed'
}

function underWay(action: Action): Outcome {
  if (action.state === 'executing') return 'executing'
  if (action.state === 'proposed') return 'proposed'
  if (action.remedy != null) return 'needs'
  return action.parkedOn === 'approval' || action.parkedOn === 'joined' ? 'parked' : 'needs'
}

const byCode: Record<string, Outcome> = {
  approval_denied: 'denied',
  approval_expired: 'expired',
  approval_withdrawn: 'withdrawn',
  approval_lost: 'lost',
}

function ended(action: Action): Outcome {
  const asked = byCode[action.code ?? '']
  if (asked !== undefined) return asked
  return action.state === 'done' && (action.attempts ?? 0) > 1 ? 'retried' : (action.state as Outcome)
}

const wordOf = (answer: Message): string | undefined => {
  const result: unknown = answer.result
  return typeof result === 'object' && result !== null && 'outcome' in result && typeof result.outcome === 'string' ? result.outcome : undefined
}

export const looks: Record<Outcome, { tone: Tone; icon: IconName }> = {
  making: { tone: 'accent', icon: 'working' },
  queued: { tone: 'neutral', icon: 'circle' },
  proposed: { tone: 'accent', icon: 'search' },
  parked: { tone: 'accent', icon: 'lock' },
  needs: { tone: 'warn', icon: 'warning' },
  executing: { tone: 'accent', icon: 'working' },
  read: { tone: 'neutral', icon: 'eye' },
  done: { tone: 'good', icon: 'check' },
  retried: { tone: 'good', icon: 'again' },
  denied: { tone: 'bad', icon: 'cross' },
  expired: { tone: 'warn', icon: 'clock' },
  withdrawn: { tone: 'neutral', icon: 'undo' },
  lost: { tone: 'warn', icon: 'lost' },
  moved: { tone: 'warn', icon: 'moved' },
  failed: { tone: 'bad', icon: 'warning' },
  refused: { tone: 'bad', icon: 'stop' },
  lapsed: { tone: 'warn', icon: 'late' },
  cancelled: { tone: 'neutral', icon: 'stop' },
  unknown: { tone: 'warn', icon: 'question' },
  invalid: { tone: 'neutral', icon: 'info' },
}

/** Nothing happened, and the same words may lead to it after all: what was looked up is looked up anew. */
export const canBeAskedAnew = (outcome: Outcome) => outcome === 'moved' || outcome === 'failed' || outcome === 'lapsed' || outcome === 'withdrawn' || outcome === 'cancelled'
