import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Badge, Button, Choice, Empty, Field, Icon, Page, Problem, SkeletonRows, type Tone } from '@/shared/components'
import { DecisionControl } from './decision-control'
import { toolsQuery, type Tool } from './queries'
import { matches, permissionsSearch, type PermissionsSearch } from './search'
import { policies as strings } from './strings'

export function PermissionsView() {
  const search = useSearch({ from: '/permissions' })
  const navigate = useNavigate()
  const list = useQuery(toolsQuery)
  const show = (next: PermissionsSearch) => void navigate({ to: '/permissions', search: next, replace: true })
  return (
    <Page title={strings.title} lead={strings.lead}>
      <p id="permissions-read-only" className="mb-6 flex items-start gap-2.5 rounded-xl bg-sunken px-4 py-3 text-sm ring-1 ring-line ring-inset">
        <Icon name="info" className="mt-0.5 text-soft" />
        {strings.readOnly}
      </p>
      <Filters search={search} onChange={show} />
      {list.isPending ? (
        <SkeletonRows rows={6} />
      ) : list.isError ? (
        <Problem error={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <Tools tools={list.data.tools} version={list.data.policyVersion} search={search} onClear={() => show({})} />
      )}
    </Page>
  )
}

function Filters({ search, onChange }: { search: PermissionsSearch; onChange: (search: PermissionsSearch) => void }) {
  const set = (name: keyof PermissionsSearch, value: string) => onChange(permissionsSearch({ ...search, [name]: value }))
  return (
    <form role="search" aria-label={strings.search} onSubmit={(event) => event.preventDefault()} className="mb-4 grid grid-cols-2 gap-3 sm:grid-cols-[1fr_11rem_11rem]">
      <div className="max-sm:col-span-2">
        <Field type="search" label={strings.search} placeholder={strings.searchHint} value={search.text ?? ''} onChange={(event) => set('text', event.target.value)} />
      </div>
      <Choice label={strings.risk} value={search.risk ?? ''} onChange={(event) => set('risk', event.target.value)}>
        <Options words={strings.risks} />
      </Choice>
      <Choice label={strings.decision} value={search.decision ?? ''} onChange={(event) => set('decision', event.target.value)}>
        <Options words={strings.decisions} />
      </Choice>
    </form>
  )
}

const Options = ({ words }: { words: Record<string, string> }) => (
  <>
    <option value="">{strings.any}</option>
    {Object.entries(words).map(([value, word]) => (
      <option key={value} value={value}>
        {word}
      </option>
    ))}
  </>
)

function Tools({ tools, version, search, onClear }: { tools: Tool[]; version: string; search: PermissionsSearch; onClear: () => void }) {
  const found = tools.filter((tool) => matches(tool, search))
  return (
    <>
      <p role="status" className="mb-2 flex flex-wrap justify-between gap-x-4 text-xs text-soft">
        <span>{strings.found(found.length, tools.length)}</span>
        <span>
          {strings.version} <code className="font-mono">{version}</code>
        </span>
      </p>
      {found.length === 0 ? (
        <Empty icon="search" title={strings.none} action={<Button onClick={onClear}>{strings.clear}</Button>}>
          {strings.noneDetail}
        </Empty>
      ) : (
        <ul className="divide-y divide-line rounded-2xl border border-line bg-raised shadow-low">
          {found.map((tool) => (
            <ToolRow key={tool.name} tool={tool} />
          ))}
        </ul>
      )}
    </>
  )
}

const toneOfRisk: Record<string, Tone> = { read: 'neutral', write: 'warn', destructive: 'bad' }

function ToolRow({ tool }: { tool: Tool }) {
  const needs = [...tool.permissions, ...tool.scopes]
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-8 gap-y-3 px-4 py-4 sm:px-5">
      <div className="min-w-0 grow basis-80">
        <h2 className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <span className="font-mono text-[0.8125rem] font-semibold">{tool.name}</span>
          <Badge tone={toneOfRisk[tool.risk] ?? 'neutral'}>{strings.risks[tool.risk] ?? tool.risk}</Badge>
        </h2>
        <p className="mt-1 text-sm">{tool.description}</p>
        <p className="mt-1.5 text-xs leading-5 text-soft">{strings.rules[tool.rule] ?? tool.because ?? ''}</p>
        <dl className="flex flex-wrap gap-x-4 text-xs leading-5 text-soft">
          <div className="flex gap-1.5">
            <dt>{strings.rule}</dt>
            <dd className="font-mono">{tool.rule}</dd>
          </div>
          {needs.length > 0 && (
            <div className="flex min-w-0 gap-1.5">
              <dt>{strings.needs}</dt>
              <dd className="min-w-0 font-mono">{needs.join(', ')}</dd>
            </div>
          )}
        </dl>
      </div>
      <DecisionControl tool={tool.name} value={tool.decision} readOnly />
    </li>
  )
}
