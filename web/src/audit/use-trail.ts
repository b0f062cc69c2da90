import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useEvents } from '@/shared/events/events'
import { readTrail, trailQuery } from './queries'
import type { AuditSearch } from './search'

/** The trail under a filter, newest first. What happens while it is shown is put on top; what was read before is not read again. */
export function useTrail(search: AuditSearch) {
  const queries = useQueryClient()
  const query = trailQuery(search)
  const trail = useInfiniteQuery(query)
  async function refresh() {
    const head = await readTrail(search, undefined).catch(() => undefined)
    const known = queries.getQueryData(query.queryKey)
    const first = known?.pages[0]
    if (!head || !known || !first) return
    const newest = first.items[0]?.seq ?? 0
    const fresh = head.items.filter((entry) => entry.seq > newest)
    if (fresh.length === head.items.length && head.next) await queries.invalidateQueries({ queryKey: query.queryKey })
    else if (fresh.length > 0) queries.setQueryData(query.queryKey, { ...known, pages: [{ ...first, items: [...fresh, ...first.items] }, ...known.pages.slice(1)] })
  }

  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  useEvents((event) => {
    if (event.type === 'text.delta') return
    clearTimeout(timer.current)
    timer.current = setTimeout(() => void refresh(), 500)
  })

  return trail
}
