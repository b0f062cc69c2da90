import { useEffect, useState } from 'react'
import { ago } from '@/shared/time'

/** How long ago, with the exact time at hand. */
export function RelativeTime({ at, className }: { at: string; className?: string }) {
  const [, again] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => again((n) => n + 1), 20_000)
    return () => clearInterval(timer)
  }, [])
  return (
    <time dateTime={at} title={exact(at)} className={className}>
      {ago(new Date(at), new Date())}
    </time>
  )
}

const exact = (at: string) => new Date(at).toLocaleString(undefined, { dateStyle: 'full', timeStyle: 'medium' })
