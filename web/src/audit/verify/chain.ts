import { genesis, hashOf, holds, signed, type Key } from './hash'
import { broken } from './strings'
import type { Checkpoint, Content, Entry, Report } from './wire'

type Break = NonNullable<Report['firstBreak']>

/** What has to be computed of an entry; it can be done for many at once. */
export interface Computed {
  entry: Entry
  content: Content | undefined
  hash: string
  contentHolds: boolean
}

export async function compute(entry: Entry, content: Content | undefined): Promise<Computed> {
  const { commitment } = entry
  const [hash, contentHolds] = await Promise.all([hashOf(entry), commitment && content ? holds(commitment, content) : true])
  return { entry, content, hash, contentHolds }
}

/**
 * Verifies one person's chain by the rules of the app's own verifier. Entries are added in the order in which they were found. The first break ends the
 * chain: what follows it proves nothing.
 */
export class Chain {
  readonly #principal: string
  readonly #outside: Checkpoint | undefined
  readonly #checkpointed = new Map<number, string>()
  readonly #altered: Report['altered'] = []
  readonly #erased: number[] = []
  #break: Break | undefined
  #hash: string
  #seq = 0

  private constructor(principal: string, hash: string, outside: Checkpoint | undefined) {
    this.#principal = principal
    this.#hash = hash
    this.#outside = outside
  }

  /** `inside` came with the entries and is worth its signature; only `outside`, which never was there, shows what was cut off at the end. */
  static async begin(principal: string, keys: readonly Key[], inside: readonly Checkpoint[], outside: Checkpoint | undefined): Promise<Chain> {
    const chain = new Chain(principal, await genesis(principal), outside)
    for (const checkpoint of outside ? [...inside, outside] : inside) chain.#expect(checkpoint, checkpoint.principal === principal && (await signed(checkpoint, keys)))
    return chain
  }

  add(computed: Computed): void {
    const { entry } = computed
    if (this.#break?.kind === 'removed' && this.#break.seq === entry.seq) this.#break = { ...this.#break, kind: 'reordered', text: broken.behind(entry.seq) }
    if (this.#break) return
    this.#break = this.#breakAt(computed)
    if (this.#break) return
    this.#seq = entry.seq
    this.#hash = entry.hash
    this.#look(computed)
  }

  /** What stands where an entry belongs and is none. */
  addUnreadable(): void {
    this.#break ??= { seq: this.#seq + 1, kind: 'altered', text: broken.unreadable }
  }

  finish(): Report {
    this.#break ??= this.#breakAtEnd()
    const holds = this.#break === undefined
    const covered = holds ? (this.#outside?.seq ?? 0) : 0
    return {
      state: !holds ? 'broken' : this.#altered.length > 0 ? 'content_altered' : 'verified',
      principal: this.#principal,
      entries: this.#seq,
      ...(this.#break ? { firstBreak: this.#break } : {}),
      altered: this.#altered,
      erased: this.#erased,
      coveredTo: covered,
      tail: holds && this.#outside && covered === this.#seq ? 'covered' : 'tail not covered',
    }
  }

  #expect(checkpoint: Checkpoint, isSigned: boolean): void {
    const known = this.#checkpointed.get(checkpoint.seq)
    if (!isSigned) this.#break ??= { seq: checkpoint.seq, kind: 'checkpoint', text: broken.checkpoint }
    else if (known === undefined) this.#checkpointed.set(checkpoint.seq, checkpoint.hash)
    else if (known !== checkpoint.hash) this.#break ??= { seq: checkpoint.seq, kind: 'replaced', text: broken.disagree }
  }

  #breakAt({ entry, hash }: Computed): Break | undefined {
    const seq = this.#seq + 1
    if (entry.seq < seq) return { seq, kind: 'reordered', text: broken.reordered(entry.seq, seq) }
    if (entry.seq > seq) return { seq, kind: 'removed', text: broken.removed(entry.seq, seq) }
    if (entry.principal !== this.#principal) return { seq, kind: 'replaced', text: broken.foreign }
    if (hash !== entry.hash) return { seq, kind: 'altered', text: broken.altered }
    if (entry.previous !== this.#hash) return { seq, kind: 'replaced', text: broken.madeAnew(seq) }
    const checkpointed = this.#checkpointed.get(seq)
    return checkpointed !== undefined && checkpointed !== entry.hash ? { seq, kind: 'replaced', text: broken.sawAnother } : undefined
  }

  #breakAtEnd(): Break | undefined {
    const last = Math.max(0, ...this.#checkpointed.keys())
    return last > this.#seq ? { seq: this.#seq + 1, kind: 'truncated', text: broken.truncated(this.#seq, last) } : undefined
  }

  #look({ entry, content, contentHolds }: Computed): void {
    const altered = (text: string) => {
      const concerns = entry.action ?? entry.approval ?? entry.run
      this.#altered.push({ seq: entry.seq, kind: entry.kind, text, ...(concerns ? { concerns } : {}) })
    }
    if (entry.commitment === undefined || entry.commitment === null) {
      if (content) altered(broken.contentTooMuch)
    } else if (!content) this.#erased.push(entry.seq)
    else if (!contentHolds) altered(broken.content)
  }
}
