import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, read } from '@/shared/api/client'
import type { components } from '@/shared/api/schema.gen'
import { forgetAtTenant } from '@/shared/auth/linked-accounts'
import { toast } from '@/shared/components'
import { visible } from '@/shared/visible'
import { setLinked } from './linked'
import { accounts as strings } from './strings'

export type Account = components['schemas']['AccountView']

export const accountsQuery = queryOptions({
  queryKey: ['accounts'],
  queryFn: () => read(api.GET('/api/accounts')),
})

export const phoneQuery = queryOptions({
  queryKey: ['accounts', 'phone'],
  queryFn: () => read(api.GET('/api/phone')),
})

/** The newest entry of each connection among the last ones that ended well: when it was used last. */
export const lastUseQuery = queryOptions({
  queryKey: ['accounts', 'last use'],
  queryFn: async () => {
    const { items } = await read(api.GET('/api/audit', { params: { query: { outcome: 'done', limit: '200' } } }))
    return new Map(items.flatMap((entry) => (entry.connection === undefined || entry.connection === null ? [] : [[entry.connection, entry.at] as const])).reverse())
  },
})

export const toolsQuery = queryOptions({
  queryKey: ['accounts', 'tools'],
  queryFn: () => read(api.GET('/api/tools')),
  staleTime: 300_000,
})

/** Asks tenant and provider again; what waited for a connection goes on by itself. */
export function useRefresh() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => read(api.POST('/api/accounts/refresh')),
    onSuccess: (list) => queries.setQueryData(accountsQuery.queryKey, list),
  })
}

export function useConfirm() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (account: Account) =>
      read(api.POST('/api/accounts/{connection}/confirm', { params: { path: { connection: account.connection } }, body: { account: account.account?.id ?? '' } })),
    // Here and not where it is pressed: the stream may tell of it first, and what was pressed is gone by then.
    onSuccess: (_, account) => {
      setLinked(undefined) // what was left to do is done
      toast(strings.confirmed(visible(account.account?.login ?? '')), { tone: 'good' })
    },
    onSettled: () => queries.invalidateQueries({ queryKey: accountsQuery.queryKey, exact: true }),
  })
}

export interface Disconnected {
  approvals: number
  /** Whether the identity provider forgot it too. */
  forgotten: boolean
}

/** Through the app first, which stops all use; then at the tenant, by the person's own token. */
export function useDisconnect() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (connection: string): Promise<Disconnected> => {
      const { approvals } = await read(api.POST('/api/accounts/{connection}/unlink', { params: { path: { connection } } }))
      const forgotten = await forgetAtTenant(connection)
      return { approvals: approvals.length, forgotten }
    },
    onSettled: () => queries.invalidateQueries(),
  })
}

export function useCheckPhone() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => read(api.POST('/api/phone/check')),
    onSuccess: (phone) => queries.setQueryData(phoneQuery.queryKey, phone),
  })
}
