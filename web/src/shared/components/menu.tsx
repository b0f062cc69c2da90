import clsx from 'clsx'
import { DropdownMenu as Radix } from 'radix-ui'
import type { ComponentProps, ReactNode } from 'react'
import { Icon, type IconName } from './icon'

/** `trigger` is one button. */
export function Menu({ trigger, children, align = 'start', side = 'bottom' }: { trigger: ReactNode; children: ReactNode; align?: 'start' | 'end'; side?: 'top' | 'bottom' }) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content align={align} side={side} sideOffset={6} collisionPadding={8} className="z-50 min-w-56 rounded-xl bg-raised p-1.5 shadow-raised ring-1 ring-line animate-appear">
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

const row = 'flex min-h-9 cursor-pointer items-center gap-2.5 rounded-lg px-2.5 text-sm outline-none select-none data-highlighted:bg-sunken pointer-coarse:min-h-11'

export function MenuItem({ icon, tone, className, children, ...props }: ComponentProps<typeof Radix.Item> & { icon?: IconName; tone?: 'bad' }) {
  return (
    <Radix.Item className={clsx(row, tone === 'bad' && 'text-bad', className)} {...props}>
      {icon && <Icon name={icon} className={tone === 'bad' ? '' : 'text-soft'} />}
      {children}
    </Radix.Item>
  )
}

export function MenuChoice<T extends string>({ label, value, onChange, choices }: { label: string; value: T; onChange: (value: T) => void; choices: { value: T; label: string; icon: IconName }[] }) {
  return (
    <Radix.RadioGroup value={value} onValueChange={(chosen) => onChange(chosen as T)}>
      <Radix.Label className="px-2.5 pt-2 pb-1 text-xs font-medium text-soft">{label}</Radix.Label>
      {choices.map((choice) => (
        <Radix.RadioItem key={choice.value} value={choice.value} className={row} onSelect={(event) => event.preventDefault()}>
          <Icon name={choice.icon} className="text-soft" />
          <span className="grow">{choice.label}</span>
          <Radix.ItemIndicator>
            <Icon name="check" />
          </Radix.ItemIndicator>
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  )
}

export const MenuLine = () => <Radix.Separator className="mx-1.5 my-1.5 h-px bg-line" />

export const MenuNote = ({ children }: { children: ReactNode }) => <Radix.Label className="block px-2.5 py-1.5 text-sm">{children}</Radix.Label>
