import { QueryClient, type InvalidateOptions, type InvalidateQueryFilters, type QueryKey } from '@tanstack/react-query'
import { ApiProblem } from '@/shared/api/problem'

/** An event may come while something is read for the first time, and that answer be older than the event: then it is read once more. */
class Queries extends QueryClient {
  override invalidateQueries<TTaggedQueryKey extends QueryKey = QueryKey>(filters?: InvalidateQueryFilters<TTaggedQueryKey>, options?: InvalidateOptions): Promise<void> {
    for (const query of this.getQueryCache().findAll(filters)) {
      if (query.state.fetchStatus !== 'fetching' || query.state.data !== undefined) continue
      const again = () => super.invalidateQueries({ queryKey: query.queryKey, exact: true })
      query.promise?.then(again, again)
    }
    return super.invalidateQueries(filters, options)
  }
}

/** Answers of 4xx do not change by asking again, but for *too many*; the others may. */
export const queries = new Queries({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: true,
      retry: (count, error) => count < 3 && !(error instanceof ApiProblem && error.problem.status >= 400 && error.problem.status < 500 && error.problem.status !== 429),
      retryDelay: (attempt, error) => (error instanceof ApiProblem && error.retryAfter !== undefined ? error.retryAfter * 1000 : Math.min(1000 * 2 ** attempt, 8000)),
    },
    mutations: { retry: false },
  },
})
