import clsx from 'clsx'
import type { ReactNode } from 'react'

export type Tone = 'neutral' | 'accent' | 'good' | 'bad' | 'warn'

const tones: Record<Tone, string> = {
  neutral: 'bg-sunken text-soft ring-line',
  accent: 'bg-accent-wash text-accent ring-accent/20',
  good: 'bg-good-wash text-good ring-good/20',
  bad: 'bg-bad-wash text-bad ring-bad/20',
  warn: 'bg-warn-wash text-warn ring-warn/25',
}

/** A state in a word. The word says it; the colour only helps. */
export function Badge({ tone = 'neutral', icon, children }: { tone?: Tone; icon?: ReactNode; children: ReactNode }) {
  return (
    <span className={clsx('inline-flex items-center gap-1 rounded-full px-2 py-0.5 text-xs leading-4 font-medium whitespace-nowrap ring-1 ring-inset', tones[tone])}>
      {icon}
      {children}
    </span>
  )
}
