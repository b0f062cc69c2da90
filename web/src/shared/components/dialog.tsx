import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { shared } from '@/shared/strings'
import { Button } from './button'
import { useFocusBack } from './focus-back'
import { Icon } from './icon'

interface Props {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  /** One or two sentences under the title. */
  description?: ReactNode
  children?: ReactNode
  /** Buttons, the one that goes on last. */
  actions?: ReactNode
}

/** A question or a task over the page. Focus goes in, stays in, and comes back to what opened it. */
export function Dialog({ open, onOpenChange, title, description, children, actions }: Props) {
  const focus = useFocusBack()
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/45 animate-appear" />
        <Radix.Content
          {...focus}
          {...(description ? {} : { 'aria-describedby': undefined })}
          className="fixed inset-x-0 bottom-0 z-50 max-h-[90dvh] overflow-y-auto rounded-t-2xl bg-raised p-5 shadow-raised animate-appear sm:inset-x-auto sm:top-1/2 sm:bottom-auto sm:left-1/2 sm:w-full sm:max-w-lg sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-2xl sm:p-6"
        >
          <div className="flex items-start justify-between gap-4">
            <Radix.Title className="text-lg leading-7 font-semibold">{title}</Radix.Title>
            <Radix.Close asChild>
              <Button kind="quiet" size="icon" aria-label={shared.close} className="-mt-1 -mr-2">
                <Icon name="close" />
              </Button>
            </Radix.Close>
          </div>
          {description !== undefined && <Radix.Description className="mt-1 text-sm text-soft">{description}</Radix.Description>}
          {children !== undefined && <div className="mt-4">{children}</div>}
          {actions !== undefined && <div className="mt-6 flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">{actions}</div>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
