/** One server-sent event (WHATWG HTML, section 9.2) as the app's stream has them. */
export interface ServerEvent {
  /** Its number in the person's stream; without gaps unless filtered. */
  id: number
  type: string
  data: unknown
}

/** Reads a stream's text as it comes. Comments and fields of no use are left out. */
export class EventParser {
  #rest = ''
  #id = 0
  #type = ''
  #data: string[] = []
  /** Milliseconds until the next try, as the stream asked last. */
  retry = 1000

  add(text: string): ServerEvent[] {
    const events: ServerEvent[] = []
    const lines = (this.#rest + text).split(/\r\n|\n|\r/)
    this.#rest = lines.pop() ?? ''
    for (const line of lines) {
      if (line === '') {
        if (this.#data.length > 0) events.push({ id: this.#id, type: this.#type || 'message', data: JSON.parse(this.#data.join('\n')) as unknown })
        this.#type = ''
        this.#data = []
        continue
      }
      const colon = line.indexOf(':')
      const field = colon < 0 ? line : line.slice(0, colon)
      const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
      if (field === 'id' && /^\d+$/.test(value)) this.#id = Number(value)
      else if (field === 'event') this.#type = value
      else if (field === 'data') this.#data.push(value)
      else if (field === 'retry' && /^\d+$/.test(value)) this.retry = Number(value)
    }
    return events
  }
}
