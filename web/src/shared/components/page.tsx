import { useEffect, type ReactNode } from 'react'
import { shared } from '@/shared/strings'

/** A view beside the chat: its title, what it is for in a sentence, and its content in a column. */
export function Page({ title, lead, actions, children }: { title: string; lead?: string; actions?: ReactNode; children: ReactNode }) {
  useTitle(title)
  return (
    <div className="mx-auto w-full max-w-4xl px-4 py-6 sm:px-8 sm:py-10">
      <header className="mb-7 grid grid-cols-[1fr_auto] items-center gap-x-6 gap-y-1">
        <h1 className="min-w-0 text-xl leading-9 font-semibold sm:text-[1.625rem]">{title}</h1>
        {actions}
        {lead !== undefined && <p className="col-span-full max-w-prose text-[0.9375rem] text-soft">{lead}</p>}
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
