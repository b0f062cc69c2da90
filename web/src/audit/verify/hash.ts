import type { Checkpoint, Content, Entry, PublicKey } from './wire'

const utf8 = new TextEncoder()

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** What the first entry's `previous` is: a chain begins with its person. */
export const genesis = (principal: string) => sha256(utf8.encode(`countersign.chain.v1\n${principal}`))

const fields = [
  'seq', 'at', 'principal', 'kind', 'run', 'action', 'approval', 'tool', 'connection', 'decision', 'rule', 'policyVersion', 'outcome', 'subject', 'code', 'commitment',
  'previous',
] as const

/** The hash of an entry over one line `name:bytes:value` for each field that is there, in this order. */
export function hashOf(entry: Entry): Promise<string> {
  let text = 'countersign.audit.v1\n'
  for (const name of fields) {
    const value = entry[name]
    if (value === undefined || value === null) continue
    const written = String(value)
    text += `${name}:${utf8.encode(written).length}:${written}\n`
  }
  return sha256(utf8.encode(text))
}

/** Whether the content is what was committed to; false also for a salt that is no base 64. */
export async function holds(commitment: string, content: Content): Promise<boolean> {
  const salt = base64(content.salt)
  if (salt === null) return false
  const [head, text] = [utf8.encode('countersign.content.v1\n'), utf8.encode(content.text)]
  const all = new Uint8Array(head.length + salt.length + text.length)
  all.set(head)
  all.set(salt, head.length)
  all.set(text, head.length + salt.length)
  return (await sha256(all)) === commitment
}

export interface Key {
  kid: string
  key: CryptoKey
}

/** A key to trust; null for one that is no P-256 key, or not the one its `kid` names (RFC 7638). */
export async function importKey({ kty, crv, x, y, kid }: PublicKey): Promise<Key | null> {
  try {
    const key = await crypto.subtle.importKey('jwk', { kty, crv, x, y }, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify'])
    const thumbprint = await crypto.subtle.digest('SHA-256', utf8.encode(JSON.stringify({ crv, kty, x, y })))
    return base64url(new Uint8Array(thumbprint)) === kid ? { kid, key } : null
  } catch {
    return null
  }
}

export async function signed(checkpoint: Checkpoint, keys: readonly Key[]): Promise<boolean> {
  const { principal, seq, hash, at, keyId, signature } = checkpoint
  const bytes = base64(signature.replace(/-/g, '+').replace(/_/g, '/').padEnd(Math.ceil(signature.length / 4) * 4, '='))
  if (bytes === null) return false
  const text = utf8.encode(`countersign.checkpoint.v1\n${principal}\n${String(seq)}\n${hash}\n${at}`)
  for (const { kid, key } of keys) {
    if (kid === keyId && (await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, bytes, text))) return true
  }
  return false
}

function base64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  } catch {
    return null
  }
}

const base64url = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '')
