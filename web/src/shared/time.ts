import { shared } from './strings'

const format = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto', style: 'short' })

/** `just now`, `5 min. ago`, `in 2 hr.`, and a date when it is longer than a week. */
export function ago(then: Date, now: Date): string {
  const seconds = Math.round((then.getTime() - now.getTime()) / 1000)
  const size = Math.abs(seconds)
  if (size < 45) return shared.justNow
  if (size < 3600) return format.format(Math.round(seconds / 60), 'minute')
  if (size < 86_400) return format.format(Math.round(seconds / 3600), 'hour')
  if (size < 7 * 86_400) return format.format(Math.round(seconds / 86_400), 'day')
  return then.toLocaleDateString(undefined, { dateStyle: 'medium' })
}

/** `4:05` of seconds. */
export function clock(seconds: number): string {
  const left = Math.max(0, Math.floor(seconds))
  return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`
}
