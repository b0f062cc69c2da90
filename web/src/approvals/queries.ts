import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, read } from '@/shared/api/client'
import type { components } from '@/shared/api/schema.gen'

export type Approval = components['schemas']['ApprovalView']

/** Still to be answered: it holds the run. */
export const isOpen = (approval: Approval) => ['waiting', 'asked', 'pending'].includes(approval.state) || (approval.state === 'lost' && approval.settledAt == null)

export const approvalsQuery = queryOptions({
  queryKey: ['approvals', 'list'],
  queryFn: () => read(api.GET('/api/approvals', { params: { query: { limit: '50' } } })),
})

export const approvalQuery = (id: string) =>
  queryOptions({
    queryKey: ['approvals', id],
    queryFn: () => read(api.GET('/api/approvals/{id}', { params: { path: { id } } })),
  })

export function useWithdraw(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => read(api.POST('/api/approvals/{id}/withdraw', { params: { path: { id } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: ['approvals'] }),
  })
}

export function useAskAgain(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (key: string) => read(api.POST('/api/approvals/{id}/ask-again', { params: { path: { id }, header: { 'Idempotency-Key': key } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: ['approvals'] }),
  })
}

