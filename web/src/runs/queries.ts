import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, read } from '@/shared/api/client'
import type { components } from '@/shared/api/schema.gen'

export type Thread = components['schemas']['ThreadView']
export type Run = components['schemas']['RunView']
export type Message = components['schemas']['MessageView']
export type Call = components['schemas']['CallView']
export type Action = components['schemas']['ActionView']

export const isOver = (run: Run) => run.state === 'done' || run.state === 'failed' || run.state === 'cancelled'

export const isSettled = (action: Action) => action.state !== 'proposed' && action.state !== 'parked' && action.state !== 'executing'

export const threadsQuery = infiniteQueryOptions({
  queryKey: ['threads', 'list'],
  initialPageParam: undefined as string | undefined,
  queryFn: ({ pageParam }) => read(api.GET('/api/threads', { params: { query: { limit: '30', ...(pageParam === undefined ? {} : { cursor: pageParam }) } } })),
  getNextPageParam: (page) => page.next ?? undefined,
})

export const threadQuery = (id: string) =>
  queryOptions({
    queryKey: ['threads', id],
    queryFn: () => read(api.GET('/api/threads/{id}', { params: { path: { id } } })),
  })

/** Where the last page of a thread begins: its number, and the cursor that leads there. */
const lastPages = new Map<string, { from: number; cursor: string }>()

/** All that was said, in order. What was said stays as it is: what is known is not read again, but for the last page. */
export const messagesQuery = (id: string) =>
  queryOptions({
    queryKey: ['threads', id, 'messages'],
    queryFn: async ({ client, queryKey }) => {
      const known = client.getQueryData<Message[]>(queryKey)
      const last = lastPages.get(id)
      if (known === undefined || last === undefined) return await readOn(id, [], undefined)
      // A cursor is good for a day.
      return await readOn(id, known.filter((message) => message.number < last.from), last.cursor).catch(() => readOn(id, [], undefined))
    },
    staleTime: 60_000,
  })

async function readOn(id: string, before: Message[], from: string | undefined): Promise<Message[]> {
  const messages = [...before]
  let cursor = from
  for (;;) {
    const limit = before.length === 0 ? '200' : '50'
    const page = await read(api.GET('/api/threads/{id}/messages', { params: { path: { id }, query: { limit, ...(cursor === undefined ? {} : { cursor }) } } }))
    messages.push(...page.items)
    if (page.next == null) return messages
    cursor = page.next
    lastPages.set(id, { from: (page.items.at(-1)?.number ?? -1) + 1, cursor })
  }
}

export const runQuery = (id: string) =>
  queryOptions({
    queryKey: ['runs', id],
    queryFn: () => read(api.GET('/api/runs/{id}', { params: { path: { id } } })),
  })

/** The newest runs, for those that still go on. */
export const liveRunsQuery = queryOptions({
  queryKey: ['runs', 'list'],
  queryFn: () => read(api.GET('/api/runs', { params: { query: { limit: '50' } } })),
  select: (page) => page.items.filter((run) => !isOver(run)),
})

/** The newest actions, by id: those of a run that goes on are among them. */
export const newestActionsQuery = queryOptions({
  queryKey: ['actions', 'list'],
  queryFn: async ({ client }) => {
    const page = await read(api.GET('/api/actions', { params: { query: { limit: '50' } } }))
    for (const action of page.items) client.setQueryData(['actions', action.id], action)
    return page
  },
})

export const actionQuery = (id: string) =>
  queryOptions({
    queryKey: ['actions', id],
    queryFn: () => read(api.GET('/api/actions/{id}', { params: { path: { id } } })),
  })
