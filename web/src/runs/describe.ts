import { visibleName } from '@/shared/visible'
import type { Call } from './queries'

type Arguments = Record<string, unknown>

/** The arguments as the model wrote them; undefined where that is no object. */
export function argumentsOf(call: Call): Arguments | undefined {
  try {
    const value: unknown = JSON.parse(call.arguments === '' ? '{}' : call.arguments)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Arguments) : undefined
  } catch {
    return undefined
  }
}

/** `Merge pull request · acme/shop #7`, made of the tool's name and of what its arguments name. Whatever they hold stays text. */
export function describe(call: Call): { deed: string; target: string } {
  const words = call.name.split(/[_.]/).slice(1).join(' ') || call.name
  const given = argumentsOf(call) ?? {}
  const number = given['number'] ?? given['pull_request']
  const parts = [
    typeof given['repository'] === 'string' ? visibleName(given['repository']) : undefined,
    typeof number === 'number' ? `#${number}` : undefined,
    given['path'],
    given['branch'],
    given['ref'],
    typeof given['title'] === 'string' ? `“${given['title']}”` : undefined,
  ]
  return {
    deed: words.charAt(0).toUpperCase() + words.slice(1),
    target: parts.filter((part) => typeof part === 'string' && part !== '').join(' '),
  }
}
