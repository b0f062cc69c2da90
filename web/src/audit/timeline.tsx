import { useEffect, useRef } from 'react'
import { Button } from '@/shared/components'
import { shared } from '@/shared/strings'
import { EntryRow } from './entry-row'
import type { Entry } from './queries'
import { audit as strings } from './strings'

interface Props {
  entries: Entry[]
  hasMore: boolean
  isFetching: boolean
  onMore: () => void
}

/** Entries by day, newest first. More come by themselves as the end draws near, and by the button. */
export function Timeline({ entries, hasMore, isFetching, onMore }: Props) {
  const days = new Map<string, Entry[]>()
  for (const entry of entries) {
    const day = new Date(entry.at).toDateString()
    days.set(day, [...(days.get(day) ?? []), entry])
  }
  return (
    <>
      {[...days].map(([day, those]) => (
        <section key={day} aria-label={named(day)} className="mb-6">
          <h2 className="mb-2.5 text-[0.8125rem] font-semibold">{named(day)}</h2>
          <ol className="divide-y divide-line overflow-hidden rounded-2xl border border-line bg-raised shadow-low">
            {those.map((entry) => (
              <EntryRow key={entry.seq} entry={entry} />
            ))}
          </ol>
        </section>
      ))}
      {hasMore ? <More isFetching={isFetching} onMore={onMore} /> : <p className="text-center text-xs text-soft">{strings.beginning}</p>}
    </>
  )
}

function More({ isFetching, onMore }: { isFetching: boolean; onMore: () => void }) {
  const end = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const watched = end.current
    if (!watched || isFetching) return
    const observer = new IntersectionObserver(([seen]) => seen?.isIntersecting === true && onMore(), { rootMargin: '400px' })
    observer.observe(watched)
    return () => observer.disconnect()
  }, [isFetching, onMore])
  return (
    <div ref={end} className="flex justify-center">
      <Button busy={isFetching} onClick={onMore}>
        {shared.more}
      </Button>
    </div>
  )
}

function named(day: string): string {
  const date = new Date(day)
  const today = new Date()
  const yesterday = new Date()
  yesterday.setDate(today.getDate() - 1)
  if (day === today.toDateString()) return strings.today
  if (day === yesterday.toDateString()) return strings.yesterday
  return date.toLocaleDateString(undefined, { dateStyle: 'full' })
}
