import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon'

/** Nothing is here yet: what would be, and how it comes. `page` where it is all that the view has. */
export function Empty({ icon, title, children, action, page = false }: { icon: IconName; title: string; children?: ReactNode; action?: ReactNode; page?: boolean }) {
  const Heading = page ? 'h1' : 'h2'
  return (
    <div className="mx-auto flex max-w-md flex-col items-center px-4 py-12 text-center">
      <span className="grid size-11 place-items-center rounded-xl bg-sunken text-soft ring-1 ring-line">
        <Icon name={icon} className="size-5" />
      </span>
      <Heading className="mt-4 font-semibold">{title}</Heading>
      {children !== undefined && <p className="mt-1 text-sm text-soft text-balance">{children}</p>}
      {action !== undefined && <div className="mt-5">{action}</div>}
    </div>
  )
}
