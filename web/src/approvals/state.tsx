import { Badge, Icon, type IconName, type Tone } from '@/shared/components'
import { approvals as strings } from './strings'

const looks: Record<string, { tone: Tone; icon: IconName }> = {
  waiting: { tone: 'neutral', icon: 'clock' },
  asked: { tone: 'accent', icon: 'phone' },
  pending: { tone: 'accent', icon: 'phone' },
  approved: { tone: 'good', icon: 'check' },
  denied: { tone: 'bad', icon: 'cross' },
  expired: { tone: 'warn', icon: 'clock' },
  withdrawn: { tone: 'neutral', icon: 'undo' },
  lost: { tone: 'warn', icon: 'lost' },
  refused: { tone: 'bad', icon: 'stop' },
}

/** Each state with a look of its own. */
export function ApprovalState({ state }: { state: string }) {
  const look = looks[state] ?? { tone: 'neutral' as const, icon: 'info' as const }
  return (
    <Badge tone={look.tone} icon={<Icon name={look.icon} className="size-3" />}>
      {strings.states[state] ?? state}
    </Badge>
  )
}
