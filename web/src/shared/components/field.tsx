import clsx from 'clsx'
import { useId, type ComponentProps } from 'react'

const box =
  'w-full rounded-lg bg-raised px-3 text-sm shadow-low ring-1 ring-inset ring-line-strong/70 transition-shadow placeholder:text-soft hover:ring-line-strong focus-visible:outline-offset-0 aria-invalid:ring-bad min-h-9 pointer-coarse:min-h-11 pointer-coarse:text-base'

interface Common {
  label: string
  hint?: string | undefined
  problem?: string | undefined
  /** Says the name to those who listen only; for fields whose place says it. */
  quietLabel?: boolean
}

function Around({ id, label, hint, problem, quietLabel = false, children }: Common & { id: string; children: React.ReactNode }) {
  return (
    <div>
      <label htmlFor={id} className={quietLabel ? 'sr-only' : 'mb-1.5 block text-[0.8125rem] font-medium'}>
        {label}
      </label>
      {children}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="mt-1 text-xs text-soft">
          {hint}
        </p>
      )}
      {problem !== undefined && (
        <p id={`${id}-problem`} role="alert" className="mt-1 text-xs text-bad">
          {problem}
        </p>
      )}
    </div>
  )
}

const described = (id: string, { hint, problem }: Common) => ({
  id,
  ...(hint !== undefined || problem !== undefined
    ? { 'aria-describedby': clsx(hint !== undefined && `${id}-hint`, problem !== undefined && `${id}-problem`) }
    : {}),
  ...(problem !== undefined ? { 'aria-invalid': true } : {}),
})

export function Field({ label, hint, problem, quietLabel = false, className, ...props }: Common & ComponentProps<'input'>) {
  const id = useId()
  const common = { label, hint, problem, quietLabel }
  return (
    <Around id={id} {...common}>
      <input {...described(id, common)} className={clsx(box, className)} {...props} />
    </Around>
  )
}

export function Choice({ label, hint, problem, quietLabel = false, className, children, ...props }: Common & ComponentProps<'select'>) {
  const id = useId()
  const common = { label, hint, problem, quietLabel }
  return (
    <Around id={id} {...common}>
      <select {...described(id, common)} className={clsx(box, className)} {...props}>
        {children}
      </select>
    </Around>
  )
}
