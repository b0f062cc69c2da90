import clsx from 'clsx'

/** Text as it is: JSON, identifiers, whatever came from outside. Scrolls inside itself, by keyboard too. */
export function Code({ children, label, className }: { children: string; label: string; className?: string }) {
  return (
    <pre
      tabIndex={0}
      role="region"
      aria-label={label}
      className={clsx('max-h-96 overflow-auto rounded-lg bg-sunken p-3 font-mono text-xs leading-5 whitespace-pre-wrap ring-1 ring-line ring-inset', className)}
    >
      {children}
    </pre>
  )
}

export const pretty = (value: unknown) => JSON.stringify(value, null, 2)
