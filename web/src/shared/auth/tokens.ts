import { Auth0Client } from '@auth0/auth0-spa-js'
import workerUrl from '../../../node_modules/@auth0/auth0-spa-js/dist/auth0-spa-js.worker.production.js?url'
import type { Config } from '@/shared/config'

let client: Auth0Client | undefined
let fresh: Promise<string> | undefined
let over: () => void = () => undefined

/** Tokens stay in memory, the refresh token in a worker; a reload asks the tenant silently, in a frame. */
export function makeClient(config: Config): Auth0Client {
  client = new Auth0Client({
    domain: config.issuer.replace(/\/$/, ''),
    clientId: config.clientId,
    cacheLocation: 'memory',
    workerUrl,
    useRefreshTokens: true,
    useRefreshTokensFallback: true,
    useMrrt: true,
    authorizeTimeoutInSeconds: 15,
    authorizationParams: { redirect_uri: `${location.origin}/callback`, audience: config.audience, scope: 'openid profile email' },
  })
  return client
}

export function tenant(): Auth0Client {
  if (!client) throw new Error('Nobody may ask for a token before the app has read its configuration.')
  return client
}

/** The person's access token for our doors, renewed when it is nearly over; `fresh` renews it in any case, once for all who ask at the same time. */
export async function accessToken(options?: { fresh: boolean }): Promise<string> {
  try {
    if (!options?.fresh) return present(await tenant().getTokenSilently())
    fresh ??= tenant()
      .getTokenSilently({ cacheMode: 'off' })
      .then(present)
      .finally(() => (fresh = undefined))
    return await fresh
  } catch (error) {
    if (isOver(error)) signInIsOver()
    throw error
  }
}

function present(token: string | undefined): string {
  if (token === undefined) throw new Error('The tenant gave no token and said no error.')
  return token
}

/** The tenant wants the person themselves: nothing silent will do. */
function isOver(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'error' in error ? error.error : undefined
  return typeof code === 'string' && ['login_required', 'consent_required', 'interaction_required', 'invalid_grant', 'missing_refresh_token', 'mfa_required'].includes(code)
}

export function onSignInOver(tell: () => void): void {
  over = tell
}

export function signInIsOver(): void {
  over()
}
