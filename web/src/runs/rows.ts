import type { Message } from './queries'

/** What stands in a thread for itself: what a person asked, or what the agent said and called in one turn. */
export interface Row {
  /** The same while its turn is being said and afterwards. */
  key: string
  run: string
  /** Absent while the turn is still being said. */
  message: Message | undefined
  /** What came of its calls, in their order. */
  answers: readonly (Message | undefined)[]
  /** What the person said that led to it. */
  asked: string | undefined
}

/** A turn that is being said. */
export interface Growing {
  run: string
  turn: number
}

/** How many rows are drawn or left out together. */
const together = 10

/** The rows of a thread, and last the one that grows, cut into groups that stay as they are when more is said. */
export function groupsOf(messages: readonly Message[], growing: Growing | undefined): Row[][] {
  const asked = new Map(messages.filter((message) => message.role === 'person').map((message) => [message.run, message.text]))
  const answers = new Map(messages.filter((message) => message.role === 'tool').map((message) => [`${turnOf(message)} ${message.call ?? ''}`, message]))
  const rows = messages
    .filter((message) => message.role !== 'tool')
    .map((message): Row => {
      const key = message.role === 'assistant' ? turnOf(message) : `${message.number}`
      return { key, run: message.run, message, answers: message.calls.map((_, at) => answers.get(`${key} ${at}`)), asked: asked.get(message.run) }
    })
  if (growing && !rows.some((row) => row.key === turnOf(growing))) rows.push({ key: turnOf(growing), run: growing.run, message: undefined, answers: [], asked: undefined })
  return Array.from({ length: Math.ceil(rows.length / together) }, (_, at) => rows.slice(at * together, (at + 1) * together))
}

export const isSame = (one: Row, other: Row): boolean =>
  one.message === other.message && one.key === other.key && one.asked === other.asked && one.answers.length === other.answers.length && one.answers.every((answer, at) => answer === other.answers[at])

/** About how high a row is, in rem, until it was drawn. */
export function heightOf({ message }: Row): number {
  if (message?.role === 'person') return 2.75 + 1.5 * Math.floor(message.text.length / 80)
  const lines = message === undefined || message.text === '' ? 0 : message.text.split('\n').length + message.text.length / 100
  return 1.55 * lines + 5 * (message?.calls.length ?? 0)
}

const turnOf = ({ run, turn }: Growing) => `${run} ${turn}`
