import { QueryClient } from '@tanstack/react-query'
import { ApiProblem } from '@/shared/api/problem'

/** Answers of 4xx do not change by asking again; the others may. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: true,
      retry: (count, error) => count < 3 && !(error instanceof ApiProblem && error.problem.status >= 400 && error.problem.status < 500),
      retryDelay: (attempt, error) => (error instanceof ApiProblem && error.retryAfter !== undefined ? error.retryAfter * 1000 : Math.min(1000 * 2 ** attempt, 8000)),
    },
    mutations: { retry: false },
  },
})
