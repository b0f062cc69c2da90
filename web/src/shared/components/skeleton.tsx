import clsx from 'clsx'
import { shared } from '@/shared/strings'

/** A place held for what is on its way, of about its size. */
export const Skeleton = ({ className }: { className?: string }) => <div aria-hidden="true" className={clsx('rounded-md bg-line/70 animate-breathe', className)} />

/** Rows of a list that is on its way; said once to those who listen. */
export function SkeletonRows({ rows = 4, className }: { rows?: number; className?: string }) {
  return (
    <div role="status" className={clsx('space-y-3', className)}>
      <span className="sr-only">{shared.loading}</span>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="rounded-2xl border border-line bg-raised p-4 sm:p-5">
          <Skeleton className="h-4 w-2/5" />
          <Skeleton className="mt-3 h-3 w-4/5" />
        </div>
      ))}
    </div>
  )
}
