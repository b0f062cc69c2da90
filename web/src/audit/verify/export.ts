import { Chain, compute } from './chain'
import { importKey } from './hash'
import { parseCheckpoint, parseLine, type Checkpoint, type Line, type PublicKey, type Report } from './wire'

export interface Work {
  /** An export: what the API gave, or a file. */
  file: Blob
  /** Keys that are trusted: the export's own key line proves nothing. */
  keys: PublicKey[]
  /** A checkpoint that never was where the entries are. */
  outside: Checkpoint | undefined
  /** More of them, one a line; of anybody. */
  checkpoints: Blob | undefined
}

const together = 256

/** Reads the file twice: once for the person and the checkpoints, once for the entries. Null for a file that is no export. */
export async function verifyExport({ file, keys, outside, checkpoints }: Work, progress: (entries: number) => void): Promise<Report | null> {
  const trusted = (await Promise.all(keys.map(importKey))).filter((key) => key !== null)
  let principal: string | undefined
  const inside: Checkpoint[] = []
  for await (const text of linesOf(file)) {
    // Most lines are entries, and parsing them twice would take twice as long.
    if (!text.includes('"header"') && !text.includes('"checkpoint"')) continue
    const line = parseLine(text)
    principal ??= line?.header?.principal
    if (line?.checkpoint) inside.push(line.checkpoint)
  }
  if (principal === undefined) return null

  let latest = outside?.principal === principal ? outside : undefined
  if (checkpoints) {
    for await (const text of linesOf(checkpoints)) {
      const found = parseCheckpoint(text)
      if (found?.principal === principal && found.seq > (latest?.seq ?? 0)) latest = found
    }
  }

  const chain = await Chain.begin(principal, trusted, inside, latest)
  let waiting: (Line | null)[] = []
  let done = 0
  const take = async () => {
    const computed = await Promise.all(waiting.map((line) => (line?.entry ? compute(line.entry, line.content) : line)))
    for (const one of computed) {
      if (one === null) chain.addUnreadable()
      else if ('hash' in one) chain.add(one)
    }
    done += waiting.length
    waiting = []
    progress(done)
  }
  for await (const text of linesOf(file)) {
    waiting.push(parseLine(text))
    if (waiting.length >= together) await take()
  }
  await take()
  return chain.finish()
}

async function* linesOf(blob: Blob): AsyncGenerator<string> {
  let rest = ''
  const reader = blob.stream().pipeThrough(new TextDecoderStream()).getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    const lines = (rest + value).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.trim() !== '') yield line
  }
  if (rest.trim() !== '') yield rest
}
