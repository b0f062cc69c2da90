import type { Tool } from './queries'

/** Which tools are shown; it stands in the address. */
export interface PermissionsSearch {
  text?: string
  risk?: string
  decision?: string
}

export function permissionsSearch(search: Record<string, unknown>): PermissionsSearch {
  const kept: PermissionsSearch = {}
  for (const name of ['text', 'risk', 'decision'] as const) {
    const value = search[name]
    if (typeof value === 'string' && value !== '') kept[name] = value
  }
  return kept
}

export function matches(tool: Tool, { text, risk, decision }: PermissionsSearch): boolean {
  const words = (text ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  const said = `${tool.name} ${tool.name.replace(/[._]/g, ' ')} ${tool.description}`.toLowerCase()
  return (risk === undefined || tool.risk === risk) && (decision === undefined || tool.decision === decision) && words.every((word) => said.includes(word))
}
