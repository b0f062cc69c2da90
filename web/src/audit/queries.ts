import { queryOptions } from '@tanstack/react-query'
import { api, read } from '@/shared/api/client'
import type { components } from '@/shared/api/schema.gen'

export type Entry = components['schemas']['PageOfAuditView']['items'][number]

export const auditQuery = queryOptions({
  queryKey: ['audit'],
  queryFn: () => read(api.GET('/api/audit', { params: { query: { limit: '50' } } })),
})
