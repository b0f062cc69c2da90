import clsx from 'clsx'
import { Slot } from 'radix-ui'
import type { ComponentProps } from 'react'

export type ButtonKind = 'primary' | 'plain' | 'quiet' | 'danger'

const kinds: Record<ButtonKind, string> = {
  primary: 'bg-accent text-accent-ink shadow-low hover:bg-accent-hover',
  plain: 'bg-raised text-ink shadow-low ring-1 ring-inset ring-line hover:bg-sunken hover:ring-line-strong/60',
  quiet: 'text-soft hover:bg-hover hover:text-ink',
  danger: 'bg-bad text-bad-ink shadow-low hover:opacity-90',
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
        'active:translate-y-px disabled:cursor-default disabled:opacity-50 disabled:active:translate-y-0 aria-busy:animate-breathe pointer-coarse:min-h-11',
        size === 'small' ? 'min-h-8 px-2.5 text-[0.8125rem]' : size === 'icon' ? 'size-9 pointer-coarse:size-11' : 'min-h-9 px-3.5 text-sm',
        kinds[kind],
        className,
      )}
      {...props}
    />
  )
}
