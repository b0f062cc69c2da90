import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { Button, Icon } from '@/shared/components'
import { ahead } from '@/shared/online/persistently'
import { runs as strings } from './strings'

export type ComposerState = 'open' | 'sending' | 'running' | 'locked' | 'needs'

/** Whether the person wrote last: then the focus is theirs again when the field opens, in this view or in the thread that it made. */
let wrote = false

interface Props {
  /** What did not arrive, to send once more. */
  draft?: string | undefined
  state: ComposerState
  onSend: (text: string) => void
  onStop: () => void
  stopping: boolean
}

/** Where the person writes. Closed while a run goes on: then it says why, and stops it. */
export function Composer({ draft = '', state, onSend, onStop, stopping }: Props) {
  const [text, setText] = useState(draft)
  const field = useRef<HTMLTextAreaElement>(null)
  const closed = state !== 'open' && state !== 'sending'

  // The focus comes back to where it was when the run is over, and is never lost to a field that closed.
  useEffect(() => {
    if (!closed && wrote) {
      const at = document.activeElement
      if (at === null || at === document.body || at.tagName === 'MAIN') field.current?.focus()
    }
  }, [closed])

  const send = () => {
    const said = text.trim()
    if (said === '' || state !== 'open') return
    wrote = true
    onSend(said)
    setText('')
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }
  if (closed) {
    return (
      <div className="flex min-h-14 items-center gap-3 rounded-2xl bg-sunken py-2 pr-2 pl-4 text-sm text-soft ring-1 ring-line ring-inset">
        <Icon name={state === 'locked' ? 'lock' : state === 'needs' ? 'warning' : 'circle'} className={state === 'running' ? 'text-accent animate-breathe' : state === 'needs' ? 'text-warn' : 'text-accent'} />
        <p role="status" className="min-w-0 grow">
          {state === 'locked' ? strings.locked : state === 'needs' ? strings.needsYou : strings.running}
        </p>
        <Button busy={stopping} onClick={onStop}>
          <Icon name="stop" />
          {stopping ? strings.stopping : strings.stop}
        </Button>
      </div>
    )
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
      className="relative flex min-h-14 items-end gap-2 rounded-2xl bg-raised p-2.5 shadow-raised ring-1 ring-line transition-shadow focus-within:ring-2 focus-within:ring-accent/70"
    >
      <textarea
        ref={field}
        aria-label={strings.message}
        placeholder={strings.placeholder}
        rows={1}
        value={text}
        maxLength={16_000}
        onFocus={() => ahead(() => import('./markdown'))}
        onBlur={(event) => {
          if (event.relatedTarget !== null) wrote = false
        }}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKey}
        className="field-sizing-content max-h-48 min-h-9 grow resize-none bg-transparent px-2 py-1.5 text-[0.9375rem] leading-6 outline-none pointer-coarse:text-base"
      />
      <Button kind="primary" size="icon" type="submit" className="!rounded-xl" aria-label={strings.send} busy={state === 'sending'} disabled={text.trim() === ''}>
        <Icon name="send" />
      </Button>
    </form>
  )
}
