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

  /** The problem's stable name: `not-found` of `/problems/not-found`. */
  get kind(): string {
    return this.problem.type.replace('/problems/', '')
  }
}

export const isProblem = (error: unknown, kind: string): error is ApiProblem => error instanceof ApiProblem && error.kind === kind
