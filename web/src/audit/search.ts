/** What of the trail is shown; it stands in the address. Days are the person's own, both included. */
export interface AuditSearch {
  tool?: string
  decision?: string
  outcome?: string
  run?: string
  from?: string
  to?: string
}

const names = ['tool', 'decision', 'outcome', 'run'] as const

/** Keeps what can be a filter and forgets the rest of an address. */
export function auditSearch(search: Record<string, unknown>): AuditSearch {
  const kept: AuditSearch = {}
  for (const name of names) {
    const value = search[name]
    if (typeof value === 'string' && value !== '' && value.length <= 256) kept[name] = value
  }
  for (const name of ['from', 'to'] as const) {
    const value = search[name]
    if (typeof value === 'string' && isDay(value)) kept[name] = value
  }
  return kept
}

/** The filters as the API takes them. */
export function asQuery({ from, to, ...rest }: AuditSearch) {
  return {
    ...rest,
    ...(from === undefined ? {} : { from: dayStart(from, 0) }),
    ...(to === undefined ? {} : { to: dayStart(to, 1) }),
  }
}

const isDay = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(new Date(`${text}T00:00`).getTime())

/** The instant at which the day begins here, or one that many days later. */
function dayStart(day: string, later: number): string {
  const date = new Date(`${day}T00:00`)
  date.setDate(date.getDate() + later)
  return date.toISOString()
}
