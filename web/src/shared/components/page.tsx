import { useEffect, type ReactNode } from 'react'
import { shared } from '@/shared/strings'

/** A view beside the chat: its title, what it is for in a sentence, and its content in a column. */
export function Page({ title, lead, actions, children }: { title: string; lead?: string; actions?: ReactNode; children: ReactNode }) {
  useTitle(title)
  return (
    <div className="mx-auto w-full max-w-4xl px-4 py-6 sm:px-8 sm:py-8">
      <header className="mb-6 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <h1 className="text-xl font-semibold sm:text-2xl">{title}</h1>
          {lead !== undefined && <p className="mt-1 max-w-prose text-sm text-soft">{lead}</p>}
        </div>
        {actions}
      </header>
      {children}
    </div>
  )
}

/** The window's title: the view first. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · ${shared.name}`
  }, [title])
}
