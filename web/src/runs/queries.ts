import { infiniteQueryOptions } from '@tanstack/react-query'
import { api, read } from '@/shared/api/client'
import type { components } from '@/shared/api/schema.gen'

export type Thread = components['schemas']['ThreadView']
export type Run = components['schemas']['RunView']

export const threadsQuery = infiniteQueryOptions({
  queryKey: ['threads'],
  initialPageParam: undefined as string | undefined,
  queryFn: ({ pageParam }) => read(api.GET('/api/threads', { params: { query: { limit: '30', ...(pageParam === undefined ? {} : { cursor: pageParam }) } } })),
  getNextPageParam: (page) => page.next ?? undefined,
})
