import clsx from 'clsx'
import { visible } from '@/shared/visible'
import { runs as strings } from './strings'

/** What the person asked, as they wrote it. */
export function Bubble({ text, pending = false }: { text: string; pending?: boolean }) {
  return (
    <div className="flex justify-end">
      <div className={clsx('max-w-[85%] rounded-2xl rounded-br-md bg-accent-wash px-4 py-2.5 text-[0.9375rem] leading-6 whitespace-pre-wrap', pending && 'opacity-60')}>
        <span className="sr-only">{strings.you}: </span>
        {visible(text)}
      </div>
    </div>
  )
}
