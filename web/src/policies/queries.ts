import { queryOptions } from '@tanstack/react-query'
import { api, read } from '@/shared/api/client'
import type { components } from '@/shared/api/schema.gen'

export type Tool = components['schemas']['ToolList']['tools'][number]

/** All tools, the denied ones too. */
export const toolsQuery = queryOptions({
  queryKey: ['policies', 'tools'],
  queryFn: () => read(api.GET('/api/tools', { params: { query: { denied: 'true' } } })),
})
