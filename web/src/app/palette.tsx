import { useNavigate } from '@tanstack/react-router'
import clsx from 'clsx'
import { Dialog as Radix } from 'radix-ui'
import { useMemo, useRef, useState } from 'react'
import { accountsStrings } from '@/accounts'
import { approvalsStrings } from '@/approvals'
import { auditStrings } from '@/audit'
import { policiesStrings } from '@/policies'
import { useThreads } from '@/runs'
import { useSession } from '@/shared/auth/session'
import { Icon, useFocusBack, type IconName } from '@/shared/components'
import { setTheme } from '@/shared/theme/theme'
import { openPhone } from '@/shared/phone'
import { visible } from '@/shared/visible'
import { app as strings } from './strings'

interface Command {
  id: string
  label: string
  hint: string
  icon: IconName
  run: () => void
}

/** Everything that can be gone to or done, by typing. A list box under a field, as ARIA's combobox pattern has it. */
export function Palette({ onClose, onStop }: { onClose: () => void; onStop: () => void }) {
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const list = useRef<HTMLUListElement>(null)
  const commands = useCommands(onStop)
  const taken = useRef<Command>(undefined)
  const found = useMemo(() => {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean)
    return commands.filter((command) => words.every((word) => `${command.hint} ${command.label}`.toLowerCase().includes(word))).slice(0, 40)
  }, [text, commands])
  const chosen = found[Math.min(at, found.length - 1)]
  const move = (to: number) => {
    const next = (to + found.length) % Math.max(1, found.length)
    setAt(next)
    list.current?.children[next]?.scrollIntoView({ block: 'nearest' })
  }
  const take = (command: Command | undefined) => {
    if (!command) return
    taken.current = command
    onClose()
  }
  // What was chosen is done when the focus is back where it was, so that what it opens can give it back in turn.
  const focus = useFocusBack()
  const closed = (event: Event) => {
    focus.onCloseAutoFocus(event)
    taken.current?.run()
  }
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/45 animate-appear" />
        <Radix.Content onOpenAutoFocus={focus.onOpenAutoFocus} onCloseAutoFocus={closed} aria-describedby={undefined} className="fixed top-[12vh] left-1/2 z-50 w-[calc(100%-2rem)] max-w-xl -translate-x-1/2 overflow-hidden rounded-2xl bg-raised shadow-raised ring-1 ring-line animate-appear">
          <Radix.Title className="sr-only">{strings.commands}</Radix.Title>
          <div className="flex items-center gap-3 border-b border-line px-4">
            <Icon name="search" className="text-soft" />
            <input
              role="combobox"
              aria-expanded="true"
              aria-controls="palette-list"
              aria-activedescendant={chosen ? `palette-${chosen.id}` : undefined}
              aria-label={strings.paletteLabel}
              placeholder={strings.paletteLabel}
              value={text}
              onChange={(event) => {
                setText(event.target.value)
                setAt(0)
              }}
              onKeyDown={(event) => {
                if (event.key === 'ArrowDown') move(at + 1)
                else if (event.key === 'ArrowUp') move(at - 1)
                else if (event.key === 'Enter') take(chosen)
                else return
                event.preventDefault()
              }}
              className="min-h-12 w-full bg-transparent text-[0.9375rem] outline-none"
            />
          </div>
          <ul ref={list} id="palette-list" role="listbox" aria-label={strings.commands} className="max-h-[50vh] overflow-y-auto p-1.5">
            {found.map((command) => (
              <li
                key={command.id}
                id={`palette-${command.id}`}
                role="option"
                aria-selected={command === chosen}
                onPointerMove={() => setAt(found.indexOf(command))}
                onClick={() => take(command)}
                className={clsx('flex min-h-10 cursor-pointer items-center gap-3 rounded-lg px-3 text-sm', command === chosen && 'bg-sunken')}
              >
                <Icon name={command.icon} className="text-soft" />
                <span className="min-w-0 grow truncate">{command.label}</span>
                <span className="text-xs text-soft">{command.hint}</span>
              </li>
            ))}
          </ul>
          {found.length === 0 && (
            <p role="status" className="px-4 pb-4 text-sm text-soft">
              {strings.paletteNone}
            </p>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

function useCommands(onStop: () => void): Command[] {
  const navigate = useNavigate()
  const { config, signOut } = useSession()
  const threads = useThreads()
  return useMemo(() => {
    const places = (
      [
        ['/', strings.newChat, 'plus'],
        ['/approvals', approvalsStrings.title, 'approvals'],
        ['/accounts', accountsStrings.title, 'accounts'],
        ['/permissions', policiesStrings.title, 'permissions'],
        ['/audit', auditStrings.title, 'audit'],
      ] as const
    ).map(([to, label, icon]): Command => ({ id: to, label, hint: strings.go, icon, run: () => void navigate({ to }) }))
    const deeds: Command[] = [
      { id: 'stop', label: strings.stop, hint: strings.do, icon: 'stop', run: onStop },
      ...(config.phone ? [{ id: 'phone', label: strings.phone, hint: strings.do, icon: 'phone' as const, run: () => openPhone(config.phone) }] : []),
      { id: 'light', label: `${strings.theme}: ${strings.themes.light}`, hint: strings.do, icon: 'sun', run: () => setTheme('light') },
      { id: 'dark', label: `${strings.theme}: ${strings.themes.dark}`, hint: strings.do, icon: 'moon', run: () => setTheme('dark') },
      { id: 'system', label: `${strings.theme}: ${strings.themes.system}`, hint: strings.do, icon: 'screen', run: () => setTheme('system') },
      { id: 'leave', label: strings.signOut, hint: strings.do, icon: 'leave', run: () => void signOut() },
    ]
    const chats = threads.map((thread): Command => ({ id: thread.id, label: visible(thread.title), hint: strings.chat, icon: 'chat', run: () => void navigate({ to: '/chat/$thread', params: { thread: thread.id } }) }))
    return [...places, ...deeds, ...chats]
  }, [navigate, config.phone, signOut, onStop, threads])
}
