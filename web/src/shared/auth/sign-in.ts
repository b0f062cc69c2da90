import type { User } from '@auth0/auth0-spa-js'
import { readConfig, type Config } from '@/shared/config'
import { makeClient, tenant } from './tokens'

/** What the person comes back to after the tenant or a provider sent them here. */
export interface AppState {
  returnTo?: string
}

/** A connection that was being linked when the provider sent the person back. */
export interface Linked {
  connection: string | undefined
  error: string | undefined
}

export type Start =
  | { kind: 'signed-in'; config: Config; user: User; returnTo: string | undefined; linked: Linked | undefined }
  | { kind: 'signed-out'; config: Config; problem: { title: string | undefined; detail: string } | undefined; returnTo: string | undefined }

const linkingKey = 'countersign.linking'

/** Who is signed in: by the answer in the address after a redirect, else silently. */
export async function start(): Promise<Start> {
  const config = await readConfig()
  const client = makeClient(config)
  const query = new URLSearchParams(location.search)
  let returnTo: string | undefined
  let linked: Linked | undefined
  if (location.pathname === '/callback' && query.has('state')) {
    const linking = takeLinking()
    try {
      // A link is completed with a token for another API, which comes of the refresh token that this brings.
      if (linking) await client.getTokenSilently()
      const result = await client.handleRedirectCallback<AppState>()
      returnTo = result.appState?.returnTo
      if (result.response_type === 'connect_code') linked = { connection: result.connection, error: undefined }
    } catch (error) {
      const said = messageOf(error)
      const declined = query.get('error') === 'access_denied'
      if (!linking) {
        return { kind: 'signed-out', config, problem: { title: declined ? undefined : 'failed', detail: said }, returnTo: undefined }
      }
      returnTo = linking.returnTo
      linked = { connection: linking.connection, error: declined ? 'access_denied' : said }
    }
  }
  try {
    await client.getTokenSilently()
    const user = await client.getUser()
    if (user) return { kind: 'signed-in', config, user, returnTo, linked }
  } catch {
    // Nobody is signed in at the tenant, or its answer may not be read here: the person signs in by hand.
  }
  return { kind: 'signed-out', config, problem: undefined, returnTo: returnTo ?? here() }
}

export const signIn = (returnTo: string) => tenant().loginWithRedirect<AppState>({ appState: { returnTo } })

/** Signs in anew with a second factor asked for, which is where the tenant offers to enrol a phone. */
export const signInForPhone = (returnTo: string) =>
  tenant().loginWithRedirect<AppState>({
    appState: { returnTo },
    authorizationParams: { prompt: 'login', acr_values: 'http://schemas.openid.net/pape/policies/2007/06/multi-factor' },
  })

export const signOut = () => tenant().logout({ logoutParams: { returnTo: `${location.origin}/` } })

/** Sends the person to the provider's consent by the tenant's My Account API, and back to `returnTo`. */
export async function link(connection: string, returnTo: string): Promise<void> {
  sessionStorage.setItem(linkingKey, JSON.stringify({ connection, returnTo }))
  await tenant().connectAccountWithRedirect<AppState>({ connection, appState: { returnTo } })
}

function takeLinking(): { connection: string; returnTo: string } | undefined {
  const text = sessionStorage.getItem(linkingKey)
  sessionStorage.removeItem(linkingKey)
  return text ? (JSON.parse(text) as { connection: string; returnTo: string }) : undefined
}

const here = () => (location.pathname === '/callback' ? undefined : location.pathname + location.search)

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
