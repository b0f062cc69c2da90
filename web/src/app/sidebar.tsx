import { Link, useRouterState } from '@tanstack/react-router'
import clsx from 'clsx'
import { accountsStrings } from '@/accounts'
import { approvalsStrings, WaitingCount } from '@/approvals'
import { auditStrings } from '@/audit'
import { policiesStrings } from '@/policies'
import { Threads } from '@/runs'
import { Icon, type IconName } from '@/shared/components'
import { AccountMenu } from './account-menu'
import { StopButton } from './stop-everything'
import { app as strings } from './strings'
import { Wordmark } from './wordmark'

const places: { to: '/' | '/approvals' | '/accounts' | '/permissions' | '/audit'; label: string; icon: IconName }[] = [
  { to: '/', label: strings.chat, icon: 'chat' },
  { to: '/approvals', label: approvalsStrings.title, icon: 'approvals' },
  { to: '/accounts', label: accountsStrings.title, icon: 'accounts' },
  { to: '/permissions', label: policiesStrings.title, icon: 'permissions' },
  { to: '/audit', label: auditStrings.title, icon: 'audit' },
]

const isMac = navigator.platform.startsWith('Mac')

/** `onGone` is called when a link in it was followed. */
export function Sidebar({ onPalette, onStop, onGone }: { onPalette: () => void; onStop: () => void; onGone?: () => void }) {
  const path = useRouterState({ select: (state) => state.location.pathname })
  const isHere = (to: string) => (to === '/' ? path === '/' || path.startsWith('/chat/') : path === to || path.startsWith(`${to}/`))
  return (
    <>
      <div className="flex items-center justify-between px-5 pt-5 pb-3">
        <Link to="/" onClick={onGone}>
          <Wordmark />
        </Link>
      </div>
      <div className="px-3 py-1">
        <button
          type="button"
          onClick={onPalette}
          className="flex min-h-9 w-full items-center gap-2 rounded-lg bg-raised px-2.5 text-[0.8125rem] text-soft shadow-low ring-1 ring-line transition-shadow ring-inset hover:ring-line-strong/60 pointer-coarse:min-h-11"
        >
          <Icon name="search" />
          <span className="grow truncate text-left">{strings.commands}</span>
          <kbd className="rounded-md bg-sunken px-1.5 font-sans text-[0.6875rem] leading-5 whitespace-nowrap ring-1 ring-line ring-inset" aria-hidden="true">
            {isMac ? strings.commandsKeyMac : strings.commandsKey}
          </kbd>
        </button>
      </div>
      <nav aria-label={strings.navigation} className="px-3 py-1">
        <ul className="space-y-0.5">
          {places.map((place) => (
            <li key={place.to}>
              <Link
                to={place.to}
                onClick={onGone}
                aria-current={isHere(place.to) ? 'page' : undefined}
                className={clsx(
                  'flex min-h-8 items-center gap-2.5 rounded-lg px-2.5 text-[0.8125rem] font-medium transition-colors pointer-coarse:min-h-11',
                  isHere(place.to) ? 'bg-line/70 text-ink' : 'text-soft hover:bg-hover hover:text-ink',
                )}
              >
                <Icon name={place.icon} className={isHere(place.to) ? 'text-accent' : ''} />
                {place.label}
                {place.to === '/approvals' && <WaitingCount />}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className="mt-3 flex min-h-0 grow flex-col border-t border-line">
        <Threads onGone={onGone} />
      </div>
      <div className="space-y-1 border-t border-line p-3">
        <StopButton onStop={onStop} />
        <AccountMenu />
      </div>
    </>
  )
}
