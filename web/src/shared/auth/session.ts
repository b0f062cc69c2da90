import type { User } from '@auth0/auth0-spa-js'
import { createContext, useContext } from 'react'
import type { Config } from '@/shared/config'

export interface Session {
  config: Config
  /** Who is signed in, by the tenant's word. */
  person: { sub: string; name: string; email: string | undefined }
  signOut: () => Promise<void>
}

export const SessionContext = createContext<Session | null>(null)

/** Only inside the signed-in part of the app, which is everything but the sign-in page. */
export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('useSession belongs inside SignedIn.')
  return session
}

export const personOf = (user: User): Session['person'] => ({
  sub: user.sub ?? '',
  name: user.name ?? user.nickname ?? user.email ?? '',
  email: user.email,
})
