import { useQuery } from '@tanstack/react-query'
import { useNavigate, useRouterState } from '@tanstack/react-router'
import { useEffect } from 'react'
import { accountsQuery } from '@/accounts'
import { useThreads } from '@/runs'
import { useSession } from '@/shared/auth/session'

const keyOf = (sub: string) => `countersign.first-steps.${sub}`

/** Done or skipped: they are not shown by themselves again in this browser. */
export function endFirstSteps(sub: string): void {
  localStorage.setItem(keyOf(sub), 'ended')
}

/** Sends whoever is new here, with nothing linked and nothing asked yet, to the first steps. */
export function useFirstSteps(): void {
  const { person } = useSession()
  const navigate = useNavigate()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const { data } = useQuery(accountsQuery)
  const threads = useThreads()
  const isNew = data !== undefined && data.items.length > 0 && data.items.every((account) => account.state === 'not_linked') && threads.length === 0
  useEffect(() => {
    if (path === '/' && isNew && localStorage.getItem(keyOf(person.sub)) === null) void navigate({ to: '/welcome', replace: true })
  }, [path, isNew, person.sub, navigate])
}
