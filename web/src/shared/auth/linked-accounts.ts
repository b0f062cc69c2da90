import { readConfig } from '@/shared/config'
import { tenant } from './tokens'

/** Deletes the person's linked accounts of a connection at the tenant's My Account API. Says whether none is left. */
export async function forgetAtTenant(connection: string): Promise<boolean> {
  try {
    const { linking } = await readConfig()
    const token = await tenant().getTokenSilently({ authorizationParams: { audience: linking.audience, scope: linking.scopes.join(' ') } })
    const headers = { Authorization: `Bearer ${token ?? ''}` }
    const accounts = `${linking.audience}v1/connected-accounts/accounts`
    const listed = await fetch(`${accounts}?connection=${encodeURIComponent(connection)}`, { headers })
    if (!listed.ok) return false
    const { accounts: found } = (await listed.json()) as { accounts: { id: string }[] }
    const gone = await Promise.all(found.map(({ id }) => fetch(`${accounts}/${encodeURIComponent(id)}`, { method: 'DELETE', headers })))
    return gone.every((answer) => answer.ok || answer.status === 404)
  } catch {
    return false
  }
}
