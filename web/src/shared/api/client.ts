import createClient from 'openapi-fetch'
import { accessToken, signInIsOver } from '@/shared/auth/tokens'
import { reachable } from '@/shared/online/online'
import { ApiProblem, type ProblemBody } from './problem'
import type { paths } from './schema.gen'
import { api as strings } from './strings'

/** Sends a request with the person's token; one that is refused as too old is sent once more with a fresh one. */
export async function authorized(request: Request): Promise<Response> {
  const again = request.clone()
  const response = await send(request, await accessToken())
  if (response.status !== 401) return response
  const second = await send(again, await accessToken({ fresh: true }))
  if (second.status === 401) signInIsOver()
  return second
}

async function send(request: Request, token: string): Promise<Response> {
  request.headers.set('Authorization', `Bearer ${token}`)
  try {
    const response = await fetch(request)
    reachable(true)
    return response
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'AbortError')) reachable(false)
    throw error
  }
}

/** The doors, by the types of openapi.json. Wrap each call in `read`. */
export const api = createClient<paths>({ baseUrl: location.origin, fetch: authorized })

/** The answer's body; throws an ApiProblem for every other outcome. */
export async function read<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  let answer
  try {
    answer = await call
  } catch (error) {
    if (error instanceof ApiProblem || (error instanceof DOMException && error.name === 'AbortError')) throw error
    throw new ApiProblem({ type: '/problems/unreachable', title: strings.unreachable, status: 0, detail: strings.unreachableDetail })
  }
  const { data, error, response } = answer
  if (response.ok) return data as T
  throw new ApiProblem(asProblem(error, response.status), Number(response.headers.get('Retry-After')) || undefined)
}

function asProblem(body: unknown, status: number): ProblemBody {
  if (typeof body === 'object' && body !== null && 'type' in body && 'title' in body && 'detail' in body) return body as ProblemBody
  return { type: '/problems/garbled', title: strings.garbled, status, detail: strings.garbledDetail }
}

/** New for each thing that a person starts; the same for its repetitions. */
export const newKey = () => crypto.randomUUID()
