import clsx from 'clsx'
import { shared } from '@/shared/strings'

export function Wordmark({ large = false }: { large?: boolean }) {
  return (
    <span className={clsx('inline-flex items-center gap-2 font-semibold tracking-tight', large ? 'text-xl' : 'text-[0.9375rem]')}>
      <svg viewBox="0 0 32 32" aria-hidden="true" className={large ? 'size-9' : 'size-6'}>
        <rect width="32" height="32" rx="8" className="fill-accent" />
        <path d="M9 15.5l4.5 4.5L23 10" fill="none" className="stroke-accent-ink" strokeWidth="3" strokeLinecap="round" strokeLinejoin="round" />
        <path d="M9 25h14" className="stroke-accent-ink" strokeWidth="2" strokeLinecap="round" />
      </svg>
      {shared.name}
    </span>
  )
}
