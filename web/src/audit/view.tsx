import { useQuery } from '@tanstack/react-query'
import { Empty, Page, Problem, RelativeTime, SkeletonRows } from '@/shared/components'
import { auditQuery } from './queries'
import { audit as strings } from './strings'

export function AuditView() {
  const list = useQuery(auditQuery)
  return (
    <Page title={strings.title} lead={strings.lead}>
      {list.isPending ? (
        <SkeletonRows />
      ) : list.isError ? (
        <Problem error={list.error} onRetry={() => void list.refetch()} />
      ) : list.data.items.length === 0 ? (
        <Empty icon="audit" title={strings.none} />
      ) : (
        <ol className="divide-y divide-line rounded-xl border border-line bg-surface">
          {list.data.items.map((entry) => (
            <li key={entry.seq} className="flex items-baseline justify-between gap-4 px-4 py-3 text-sm">
              <span className="font-mono text-xs">{entry.kind}</span>
              <span className="min-w-0 grow truncate text-soft">{entry.tool}</span>
              <RelativeTime at={entry.at} className="text-xs text-soft" />
            </li>
          ))}
        </ol>
      )}
    </Page>
  )
}
