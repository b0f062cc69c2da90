import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, read } from '@/shared/api/client'
import type { components } from '@/shared/api/schema.gen'
import { asQuery, type AuditSearch } from './search'

export type Entry = components['schemas']['PageOfAuditView']['items'][number]
type TrailPage = components['schemas']['PageOfAuditView']

/** One request looks at so many entries and may find none among them; a page of the view goes on until there is something to show. */
const mostLooks = 20

export async function readTrail(filter: Parameters<typeof asQuery>[0] & { action?: string }, cursor: string | undefined, signal?: AbortSignal): Promise<TrailPage> {
  const { action, ...search } = filter
  const query = { limit: '50', ...asQuery(search), ...(action === undefined ? {} : { action }) }
  let next = cursor
  for (let looks = 1; ; looks++) {
    const page = await read(api.GET('/api/audit', { params: { query: { ...query, ...(next === undefined ? {} : { cursor: next }) } }, ...(signal ? { signal } : {}) }))
    if (page.items.length > 0 || !page.next || looks === mostLooks) return page
    next = page.next
  }
}

export const trailQuery = (search: AuditSearch) =>
  infiniteQueryOptions({
    queryKey: ['audit', 'trail', search],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => readTrail(search, pageParam, signal),
    getNextPageParam: (page) => page.next ?? undefined,
  })

/** All entries of one action, the first one first. */
export const storyQuery = (action: string) =>
  queryOptions({
    queryKey: ['audit', 'story', action],
    queryFn: async ({ signal }) => {
      const entries: Entry[] = []
      let cursor: string | undefined
      do {
        const page = await readTrail({ action }, cursor, signal)
        entries.push(...page.items)
        cursor = page.next ?? undefined
      } while (cursor !== undefined && !entries.some((entry) => entry.kind === 'action.proposed'))
      return entries.reverse()
    },
  })

export const actionQuery = (action: string) =>
  queryOptions({
    queryKey: ['audit', 'action', action],
    queryFn: () => read(api.GET('/api/actions/{id}', { params: { path: { id: action } } })),
  })

/** Names of the tools, for the filter. */
export const toolNamesQuery = queryOptions({
  queryKey: ['audit', 'tools'],
  queryFn: () => read(api.GET('/api/tools', { params: { query: { denied: 'true' } } })),
  select: (list) => list.tools.map((tool) => tool.name),
  staleTime: Infinity,
})

export const keysQuery = queryOptions({
  queryKey: ['audit', 'keys'],
  queryFn: () => read(api.GET('/.well-known/countersign-audit.json')),
})

export const readOutside = () => read(api.GET('/api/audit/checkpoint'))

export async function readExport(): Promise<Blob> {
  return await read(api.GET('/api/audit/export', { parseAs: 'blob' }) as Promise<{ data?: Blob; error?: unknown; response: Response }>)
}
