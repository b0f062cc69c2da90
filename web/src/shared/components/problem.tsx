import type { ReactNode } from 'react'
import { ApiProblem } from '@/shared/api/problem'
import { shared } from '@/shared/strings'
import { Button } from './button'
import { Icon } from './icon'

/** What went wrong, what to do, and the reference under which it is found. */
export function Problem({ error, onRetry, children }: { error: unknown; onRetry?: () => void; children?: ReactNode }) {
  const problem = error instanceof ApiProblem ? error.problem : undefined
  return (
    <div role="alert" className="rounded-xl border border-bad/30 bg-bad-wash p-4 text-sm">
      <p className="flex items-start gap-2 font-semibold text-bad">
        <Icon name="warning" className="mt-0.5" />
        {problem?.title ?? shared.defect}
      </p>
      <p className="mt-1">{problem?.detail ?? shared.defectDetail}</p>
      {children}
      {problem?.trace !== undefined && (
        <p className="mt-2 text-xs text-soft">
          {shared.reference} <code className="font-mono select-all">{problem.trace}</code>
        </p>
      )}
      {onRetry && (
        <Button size="small" className="mt-3" onClick={onRetry}>
          <Icon name="again" />
          {shared.again}
        </Button>
      )}
    </div>
  )
}
