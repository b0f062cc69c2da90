import type { components } from '@/shared/api/schema.gen'

export type Config = components['schemas']['WebConfig']

/** What the app has to know before anybody is signed in. */
export async function readConfig(): Promise<Config> {
  const response = await fetch('/config.json')
  if (!response.ok) throw new Error(`config.json answered ${response.status}`)
  return (await response.json()) as Config
}
