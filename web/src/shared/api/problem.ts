import type { components } from '@/shared/api/schema.gen'

export type ProblemBody = components['schemas']['Problem']

/** An answer of the API that says what went wrong (RFC 9457), or that there was none. */
export class ApiProblem extends Error {
  readonly problem: ProblemBody
  readonly retryAfter: number | undefined

  constructor(problem: ProblemBody, retryAfter?: number) {
    super(problem.title)
    this.name = 'ApiProblem'
    this.problem = problem
    this.retryAfter = retryAfter
  }
}
