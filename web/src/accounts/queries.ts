import { queryOptions } from '@tanstack/react-query'
import { api, read } from '@/shared/api/client'
import type { components } from '@/shared/api/schema.gen'

export type Account = components['schemas']['AccountView']

export const accountsQuery = queryOptions({
  queryKey: ['accounts'],
  queryFn: () => read(api.GET('/api/accounts')),
})
