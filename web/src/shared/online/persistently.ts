import { reachable } from './online'

const wait = 2_000

/** Loads a part of the app as soon as it can be had: while nothing answers it waits for the line. What the app answers that it does not have fails. */
export async function persistently<T>(load: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await load()
    } catch (error) {
      const answers = await fetch('/config.json', { cache: 'no-store' }).then(
        () => true,
        () => false,
      )
      if (answers) throw error
      reachable(false)
      await lineOrTime()
    }
  }
}

/** Loads it ahead of its use; whether it came shows when it is used. */
export const ahead = (load: () => Promise<unknown>): void => void load().catch(() => undefined)

function lineOrTime(): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      removeEventListener('online', end)
      resolve()
    }
    const timer = setTimeout(end, wait)
    addEventListener('online', end)
  })
}
