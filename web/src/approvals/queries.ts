import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, read } from '@/shared/api/client'
import type { components } from '@/shared/api/schema.gen'
import { toast } from '@/shared/components'
import { approvals as strings } from './strings'

export type Approval = components['schemas']['ApprovalView']

/** Still to be answered: it holds the run. */
export const isOpen = (approval: Approval) => ['waiting', 'asked', 'pending'].includes(approval.state) || (approval.state === 'lost' && approval.settledAt == null)

/** All that wait, the oldest first. */
export const openApprovalsQuery = queryOptions({
  queryKey: ['approvals', 'open'],
  queryFn: () => read(api.GET('/api/approvals', { params: { query: { state: 'open' } } })),
})

/** Those that are settled, the last asked first. */
export const settledApprovalsQuery = infiniteQueryOptions({
  queryKey: ['approvals', 'settled'],
  initialPageParam: undefined as string | undefined,
  queryFn: ({ pageParam }) => read(api.GET('/api/approvals', { params: { query: { state: 'settled', limit: '30', ...(pageParam === undefined ? {} : { cursor: pageParam }) } } })),
  getNextPageParam: (page) => page.next ?? undefined,
})

/** The chat of a run; none for one that a client started directly. */
export const threadOfRunQuery = (id: string) =>
  queryOptions({
    queryKey: ['approvals', 'run', id],
    queryFn: () => read(api.GET('/api/runs/{id}', { params: { path: { id } } })),
    select: (run) => run.thread ?? undefined,
    staleTime: Infinity,
  })

/** The action that a request is for, as it is sent. */
export const approvedActionQuery = (id: string) =>
  queryOptions({
    queryKey: ['approvals', 'action', id],
    queryFn: () => read(api.GET('/api/actions/{id}', { params: { path: { id } } })),
    staleTime: 300_000,
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
    // Here and not where it is pressed: the stream may tell of it first, and what was pressed is gone by then.
    onSuccess: () => toast(strings.withdrawn),
    onSettled: () => queries.invalidateQueries({ queryKey: ['approvals'] }),
  })
}

export function useAskAgain(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (key: string) => read(api.POST('/api/approvals/{id}/ask-again', { params: { path: { id }, header: { 'Idempotency-Key': key } } })),
    onSuccess: () => toast(strings.askedAgain, { tone: 'good' }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['approvals'] }),
  })
}
