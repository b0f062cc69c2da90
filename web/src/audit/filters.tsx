import { useQuery } from '@tanstack/react-query'
import { Button, Choice, Field, Icon } from '@/shared/components'
import { toolNamesQuery } from './queries'
import { auditSearch, type AuditSearch } from './search'
import { audit as strings } from './strings'

/** They stand in the address, so a reload or a link keeps them. */
export function Filters({ search, onChange }: { search: AuditSearch; onChange: (search: AuditSearch) => void }) {
  const tools = useQuery(toolNamesQuery)
  const set = (name: keyof AuditSearch, value: string) => onChange(auditSearch({ ...search, [name]: value }))
  const names = [...new Set([...(tools.data ?? []), ...(search.tool === undefined ? [] : [search.tool])])]
  return (
    <form role="search" aria-label={strings.filters} onSubmit={(event) => event.preventDefault()} className="mb-6">
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-5">
        <Choice label={strings.tool} value={search.tool ?? ''} onChange={(event) => set('tool', event.target.value)} className="max-sm:col-span-2">
          <Options names={names} />
        </Choice>
        <Choice label={strings.decision} value={search.decision ?? ''} onChange={(event) => set('decision', event.target.value)}>
          <Options names={Object.keys(strings.decisions)} words={strings.decisions} />
        </Choice>
        <Choice label={strings.outcome} value={search.outcome ?? ''} onChange={(event) => set('outcome', event.target.value)}>
          <Options names={Object.keys(strings.outcomes)} words={strings.outcomes} />
        </Choice>
        <Field type="date" label={strings.from} value={search.from ?? ''} {...(search.to === undefined ? {} : { max: search.to })} onChange={(event) => set('from', event.target.value)} />
        <Field type="date" label={strings.to} value={search.to ?? ''} {...(search.from === undefined ? {} : { min: search.from })} onChange={(event) => set('to', event.target.value)} />
      </div>
      {Object.keys(search).length > 0 && (
        <div className="mt-3 flex flex-wrap items-center gap-2">
          {search.run !== undefined && (
            <Button size="small" aria-label={`${strings.oneRun(search.run)}. ${strings.removeRun}`} onClick={() => set('run', '')}>
              {strings.oneRun(search.run)}
              <Icon name="close" />
            </Button>
          )}
          <Button kind="quiet" size="small" onClick={() => onChange({})}>
            {strings.clear}
          </Button>
        </div>
      )}
    </form>
  )
}

function Options({ names, words = {} }: { names: readonly string[]; words?: Record<string, string> }) {
  return (
    <>
      <option value="">{strings.any}</option>
      {names.map((name) => (
        <option key={name} value={name}>
          {words[name] ?? name}
        </option>
      ))}
    </>
  )
}
