import clsx from 'clsx'
import { Toast as Radix } from 'radix-ui'
import { useState, useSyncExternalStore, type ReactNode } from 'react'
import { ApiProblem } from '@/shared/api/problem'
import { shared } from '@/shared/strings'
import { Icon } from './icon'

interface Message {
  id: number
  tone: 'good' | 'bad' | 'neutral'
  title: string
  text: string | undefined
  /** Under which it is found. */
  reference: string | undefined
}

let messages: Message[] = []
let next = 1
const listeners = new Set<() => void>()

function set(now: Message[]): void {
  messages = now
  listeners.forEach((tell) => tell())
}

/** Says something that needs no answer, from anywhere. What is bad stays until it is closed. */
export function toast(title: string, options: { tone?: Message['tone']; text?: string | undefined; reference?: string | undefined } = {}): void {
  set([...messages.slice(-2), { id: next++, tone: options.tone ?? 'neutral', title, text: options.text, reference: options.reference }])
}

/** Says what went wrong with something that the person did and that shows nowhere else. */
export function toastProblem(error: unknown): void {
  const problem = error instanceof ApiProblem ? error.problem : undefined
  toast(problem?.title ?? shared.defect, { tone: 'bad', text: problem?.detail ?? shared.defectDetail, reference: problem?.trace })
}

export function Toasts({ children }: { children: ReactNode }) {
  const shown = useSyncExternalStore(
    (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    () => messages,
  )
  return (
    <Radix.Provider swipeDirection="right" label={shared.notices} duration={6000}>
      {children}
      {shown.map((message) => (
        <One key={message.id} message={message} />
      ))}
    </Radix.Provider>
  )
}

/**
 * Where they stand: beside the content, over the list of chats; on a narrow screen, where there is no place beside it, on a line of their own above it. They
 * cover neither the composer nor anything that can be pressed in the content.
 */
export function ToastPlace() {
  return (
    <Radix.Viewport
      label={`${shared.notices} ({hotkey})`}
      className="z-60 flex flex-col gap-2 outline-none not-empty:p-2 max-md:border-line max-md:not-empty:border-b md:fixed md:bottom-26 md:left-0 md:w-64 md:not-empty:px-3 pointer-coarse:md:bottom-32"
    />
  )
}

function One({ message }: { message: Message }) {
  const [open, setOpen] = useState(true)
  const close = (now: boolean) => {
    setOpen(now)
    if (!now) set(messages.filter((other) => other.id !== message.id))
  }
  return (
    <Radix.Root open={open} onOpenChange={close} duration={message.tone === 'bad' ? Infinity : undefined} type={message.tone === 'bad' ? 'foreground' : 'background'} className="flex items-start gap-3 rounded-xl bg-raised p-3.5 shadow-raised ring-1 ring-line animate-appear">
      <Icon name={message.tone === 'good' ? 'check' : message.tone === 'bad' ? 'warning' : 'info'} className={clsx('mt-0.5', message.tone === 'good' ? 'text-good' : message.tone === 'bad' ? 'text-bad' : 'text-soft')} />
      <div className="min-w-0 grow text-sm">
        <Radix.Title className="font-medium">{message.title}</Radix.Title>
        {message.text !== undefined && <Radix.Description className="mt-0.5 text-soft">{message.text}</Radix.Description>}
        {message.reference !== undefined && (
          <p className="mt-1 text-xs text-soft">
            {shared.reference} <code className="font-mono break-all select-all">{message.reference}</code>
          </p>
        )}
      </div>
      <Radix.Close aria-label={shared.close} className="-m-1 rounded-md p-1 text-soft hover:text-ink">
        <Icon name="close" />
      </Radix.Close>
    </Radix.Root>
  )
}
