import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api, read } from '@/shared/api/client'
import { accessToken } from '@/shared/auth/tokens'
import { liveRunsQuery } from './queries'

const often = 4 * 60_000

/** Which token each run was last given, as far as this page knows. */
const given = new Map<string, string>()

/** A run that was started or renewed with the token that is current now needs no other. */
export async function noteGrant(run: string): Promise<void> {
  given.set(run, await accessToken())
}

async function renew(run: string, fresh: boolean): Promise<void> {
  const token = await accessToken({ fresh })
  if (!fresh && given.get(run) === token) return
  given.set(run, token)
  await read(api.POST('/api/runs/{id}/grant', { params: { path: { id: run } } }))
}

/**
 * While the page is open, the runs that go on are given each new token: they do not stop when the one they began with ends. A run that already waits for
 * one gets it at once. Where the tenant wants the person themselves, the run says so.
 */
export function useGrants(): void {
  const live = useQuery(liveRunsQuery)
  const ids = (live.data ?? []).map((run) => `${run.id} ${run.state === 'needs_you' && run.remedy?.kind === 'grant' ? 'needs' : 'has'}`).join(',')
  useEffect(() => {
    if (ids === '') return
    const all = ids.split(',').map((pair) => pair.split(' ') as [string, string])
    for (const [run, state] of all) if (state === 'needs') renew(run, true).catch(() => undefined)
    const timer = setInterval(() => {
      for (const [run] of all) renew(run, false).catch(() => undefined)
    }, often)
    return () => clearInterval(timer)
  }, [ids])
}
