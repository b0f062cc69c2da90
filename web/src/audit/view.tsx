import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Empty, Page, Problem, SkeletonRows } from '@/shared/components'
import { Filters } from './filters'
import { audit as strings } from './strings'
import { Timeline } from './timeline'
import { useTrail } from './use-trail'
import { VerifyCard } from './verify-card'

export function AuditView() {
  const search = useSearch({ from: '/audit' })
  const navigate = useNavigate()
  const trail = useTrail(search)
  const entries = trail.data?.pages.flatMap((page) => page.items) ?? []
  const isFiltered = Object.keys(search).length > 0
  const show = (next: typeof search) => void navigate({ to: '/audit', search: next, replace: true })
  return (
    <Page title={strings.title} lead={strings.lead}>
      <VerifyCard />
      <Filters search={search} onChange={show} />
      {trail.isPending ? (
        <SkeletonRows rows={6} />
      ) : trail.isError && entries.length === 0 ? (
        <Problem error={trail.error} onRetry={() => void trail.refetch()} />
      ) : entries.length === 0 && !trail.hasNextPage ? (
        isFiltered ? (
          <Empty icon="search" title={strings.noneFound} action={<Button onClick={() => show({})}>{strings.clear}</Button>}>
            {strings.noneFoundDetail}
          </Empty>
        ) : (
          <Empty icon="audit" title={strings.none}>
            {strings.noneDetail}
          </Empty>
        )
      ) : (
        <>
          <Timeline entries={entries} hasMore={trail.hasNextPage && !trail.isFetchNextPageError} isFetching={trail.isFetchingNextPage} onMore={() => void trail.fetchNextPage()} />
          {trail.isFetchNextPageError && <Problem error={trail.error} onRetry={() => void trail.fetchNextPage()} />}
        </>
      )}
    </Page>
  )
}
