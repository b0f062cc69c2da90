import { useQuery } from '@tanstack/react-query'
import { Badge, Page, Problem, SkeletonRows } from '@/shared/components'
import { toolsQuery } from './queries'
import { policies as strings } from './strings'

export function PermissionsView() {
  const list = useQuery(toolsQuery)
  return (
    <Page title={strings.title} lead={strings.lead}>
      {list.isPending ? (
        <SkeletonRows />
      ) : list.isError ? (
        <Problem error={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <ul className="divide-y divide-line rounded-xl border border-line bg-surface">
          {list.data.tools.map((tool) => (
            <li key={tool.name} className="flex items-start justify-between gap-4 p-4">
              <div className="min-w-0">
                <p className="font-mono text-sm">{tool.name}</p>
                <p className="mt-1 text-sm text-soft">{tool.description}</p>
              </div>
              <Badge tone={tool.decision === 'allow' ? 'good' : 'accent'}>{strings.decisions[tool.decision] ?? tool.decision}</Badge>
            </li>
          ))}
        </ul>
      )}
    </Page>
  )
}
