import clsx from 'clsx'
import type { ReactNode } from 'react'
import { shared } from '@/shared/strings'
import { Icon } from './icon'

/** A link that leaves the app, in a window of its own. Only addresses of the web are links; any other is text. */
export function ExternalLink({ href, children, className }: { href: string; children: ReactNode; className?: string }) {
  if (!/^https?:\/\//i.test(href)) return <span className={className}>{children}</span>
  return (
    <a href={href} target="_blank" rel="noopener noreferrer" className={clsx('inline-flex items-center gap-1 text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent', className)}>
      {children}
      <Icon name="external" className="size-3.5" />
      <span className="sr-only">{shared.newWindow}</span>
    </a>
  )
}
