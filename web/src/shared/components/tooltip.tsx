import { Tooltip as Radix } from 'radix-ui'
import type { ReactNode } from 'react'

export const TooltipProvider = ({ children }: { children: ReactNode }) => <Radix.Provider delayDuration={350}>{children}</Radix.Provider>

/** More about what can be focused or pointed at. Never the only place where something is said. */
export function Tooltip({ text, children }: { text: ReactNode; children: ReactNode }) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content sideOffset={6} collisionPadding={8} className="z-50 max-w-72 rounded-lg bg-ink px-2.5 py-1.5 text-xs leading-5 text-ground shadow-raised animate-appear">
          {text}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
