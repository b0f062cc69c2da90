import { authorized } from '@/shared/api/client'
import { EventParser } from '@/shared/events/wire'
import { addDelta, type Delta } from './streamed'

const underWay = new Set<string>()

/** Reads what a run has streamed before this page listened, once: after a reload in the middle of a sentence. */
export async function catchUp(run: string): Promise<void> {
  if (underWay.has(run)) return
  underWay.add(run)
  try {
    const response = await authorized(new Request(`/api/events?run=${encodeURIComponent(run)}&after=0&follow=false`))
    if (!response.ok) return
    for (const event of new EventParser().add(await response.text())) if (event.type === 'text.delta') addDelta(event.data as Delta)
  } catch {
    // The finished message comes in any case.
  } finally {
    underWay.delete(run)
  }
}
