import { queryOptions } from '@tanstack/react-query'
import { api, read } from '@/shared/api/client'
import type { components } from '@/shared/api/schema.gen'

export type Approval = components['schemas']['PageOfApprovalView']['items'][number]

export const approvalsQuery = queryOptions({
  queryKey: ['approvals', 'list'],
  queryFn: () => read(api.GET('/api/approvals', { params: { query: { limit: '50' } } })),
})
