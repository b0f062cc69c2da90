import type { components } from '@/shared/api/schema.gen'

export type PublicKey = components['schemas']['PublicKey']
export type Checkpoint = components['schemas']['Checkpoint']
export type Report = components['schemas']['ChainReport']

/** One entry of a chain. Every member is under its hash. */
export interface Entry {
  seq: number
  at: string
  principal: string
  kind: string
  run?: string | null
  action?: string | null
  approval?: string | null
  tool?: string | null
  connection?: string | null
  decision?: string | null
  rule?: string | null
  policyVersion?: string | null
  outcome?: string | null
  subject?: string | null
  code?: string | null
  commitment?: string | null
  previous: string
  hash: string
}

export interface Content {
  salt: string
  text: string
}

export interface Line {
  line: string
  header?: { format: string; principal: string; exportedAt: string }
  key?: unknown
  entry?: Entry
  content?: Content
  checkpoint?: Checkpoint
}

type Shape = Record<string, 'text' | 'text?' | 'number' | 'object?'>

const shapes = {
  line: { line: 'text', header: 'object?', key: 'object?', entry: 'object?', content: 'object?', checkpoint: 'object?' },
  header: { format: 'text', principal: 'text', exportedAt: 'text' },
  key: { kty: 'text', crv: 'text', x: 'text', y: 'text', use: 'text', alg: 'text', kid: 'text' },
  content: { salt: 'text', text: 'text' },
  checkpoint: { principal: 'text', seq: 'number', hash: 'text', at: 'text', keyId: 'text', signature: 'text' },
  entry: {
    seq: 'number', at: 'text', principal: 'text', kind: 'text', run: 'text?', action: 'text?', approval: 'text?', tool: 'text?', connection: 'text?', decision: 'text?',
    rule: 'text?', policyVersion: 'text?', outcome: 'text?', subject: 'text?', code: 'text?', commitment: 'text?', previous: 'text', hash: 'text',
  },
} satisfies Record<string, Shape>

/** A line of an export; null for what is none. As strict as its writer: a member too many, twice or of another kind is no line. */
export function parseLine(text: string): Line | null {
  const json = parse(text)
  if (!is(json, shapes.line)) return null
  for (const name of ['header', 'key', 'entry', 'content', 'checkpoint'] as const) {
    if (json[name] !== undefined && json[name] !== null && !is(json[name], shapes[name])) return null
  }
  return Object.fromEntries(Object.entries(json).filter(([, value]) => value !== null)) as unknown as Line
}

/** A line of a checkpoint file; null for what is none. */
export function parseCheckpoint(text: string): Checkpoint | null {
  const json = parse(text)
  return is(json, shapes.checkpoint) ? (json as unknown as Checkpoint) : null
}

function parse(text: string): unknown {
  try {
    const json: unknown = JSON.parse(text)
    // JSON.parse takes the last of two members of one name, another reader the first: there must not be two.
    const colons = text.replace(/"(?:[^"\\]|\\.)*"/g, '').split(':').length - 1
    return members(json) === colons ? json : null
  } catch {
    return null
  }
}

function members(json: unknown): number {
  if (typeof json !== 'object' || json === null) return 0
  const values: unknown[] = Object.values(json)
  return (Array.isArray(json) ? 0 : values.length) + values.reduce((sum: number, value) => sum + members(value), 0)
}

function is(json: unknown, shape: Shape): json is Record<string, unknown> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return false
  const object = json as Record<string, unknown>
  if (Object.keys(object).some((name) => !(name in shape))) return false
  return Object.entries(shape).every(([name, kind]) => {
    const value = object[name]
    if (value === undefined || value === null) return kind.endsWith('?')
    if (kind === 'number') return Number.isSafeInteger(value)
    if (kind === 'object?') return typeof value === 'object'
    return typeof value === 'string' && !/\p{Surrogate}/u.test(value)
  })
}
