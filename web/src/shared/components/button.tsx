import clsx from 'clsx'
import { Slot } from 'radix-ui'
import type { ComponentProps } from 'react'

export type ButtonKind = 'primary' | 'plain' | 'quiet' | 'danger'

const kinds: Record<ButtonKind, string> = {
  primary: 'bg-accent text-accent-ink hover:bg-accent-hover',
  plain: 'bg-surface text-ink ring-1 ring-inset ring-line hover:bg-sunken hover:ring-line-strong',
  quiet: 'text-soft hover:bg-sunken hover:text-ink',
  danger: 'bg-bad-wash text-bad ring-1 ring-inset ring-bad/25 hover:ring-bad',
}

interface Props extends ComponentProps<'button'> {
  kind?: ButtonKind
  size?: 'small' | 'normal' | 'icon'
  /** Something is on its way: it cannot be pressed again, and its name stays. */
  busy?: boolean
  /** Makes its one child, such as a link, look and behave like this. */
  asChild?: boolean
}

export function Button({ kind = 'plain', size = 'normal', busy = false, asChild = false, className, disabled, type, ...props }: Props) {
  const Element = asChild ? Slot.Root : 'button'
  return (
    <Element
      {...(asChild ? {} : { type: type ?? 'button', disabled: disabled === true || busy })}
      {...(busy ? { 'aria-busy': true } : {})}
      className={clsx(
        'inline-flex shrink-0 items-center justify-center gap-2 rounded-lg font-medium whitespace-nowrap transition-colors select-none',
        'disabled:cursor-default disabled:opacity-55 aria-busy:animate-breathe pointer-coarse:min-h-11',
        size === 'small' ? 'min-h-8 px-2.5 text-[0.8125rem]' : size === 'icon' ? 'size-9 pointer-coarse:size-11' : 'min-h-9 px-3.5 text-sm',
        kinds[kind],
        className,
      )}
      {...props}
    />
  )
}
