import clsx from 'clsx'
import { RadioGroup } from 'radix-ui'
import { Icon, type IconName } from '@/shared/components'
import { policies as strings } from './strings'

const states: { value: string; icon: IconName; held: string }[] = [
  { value: 'allow', icon: 'check', held: 'data-[state=checked]:bg-good-wash data-[state=checked]:text-good data-[state=checked]:ring-good/40' },
  { value: 'step_up', icon: 'phone', held: 'data-[state=checked]:bg-accent-wash data-[state=checked]:text-accent data-[state=checked]:ring-accent/40' },
  { value: 'deny', icon: 'cross', held: 'data-[state=checked]:bg-bad-wash data-[state=checked]:text-bad data-[state=checked]:ring-bad/40' },
]

/** The three words of a policy, of which one holds. */
export function DecisionControl({ tool, value, readOnly }: { tool: string; value: string; readOnly: boolean }) {
  return (
    <RadioGroup.Root value={value} disabled={readOnly} aria-label={strings.control(tool)} aria-describedby="permissions-read-only" className="inline-flex shrink-0 rounded-lg bg-sunken p-0.5 ring-1 ring-line ring-inset max-sm:w-full">
      {states.map((state) => (
        <RadioGroup.Item
          key={state.value}
          value={state.value}
          className={clsx(
            'inline-flex min-h-8 items-center justify-center gap-1.5 rounded-md px-2.5 text-[0.8125rem] font-medium text-soft max-sm:grow data-[state=checked]:ring-1 data-[state=checked]:ring-inset pointer-coarse:min-h-11',
            state.held,
          )}
        >
          {value === state.value && <Icon name={state.icon} className="size-3.5" />}
          {strings.choices[state.value]}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  )
}
