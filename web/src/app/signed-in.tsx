import { useEffect, useMemo, useState, type ReactNode } from 'react'
import { setLinked } from '@/accounts'
import { personOf, SessionContext, type Session } from '@/shared/auth/session'
import { signOut, start, type Start } from '@/shared/auth/sign-in'
import { onSignInOver } from '@/shared/auth/tokens'
import type { AppRouter } from './router'
import { SignInPage, Starting } from './sign-in-page'

type State = { kind: 'starting' } | { kind: 'unreachable' } | { kind: 'ended'; returnTo: string } | Start

/** Begun before anything is drawn: it takes longer than that. */
let started: Promise<Start> | undefined = start()
started.catch(() => undefined) // seen by who asks

/** The app proper for who is signed in; the sign-in page for others. */
export function SignedIn({ router, children }: { router: AppRouter; children: ReactNode }) {
  const [state, setState] = useState<State>({ kind: 'starting' })
  const begin = () => {
    started ??= start()
    started.then(
      (found) => {
        if (found.kind === 'signed-in') {
          if (location.pathname === '/callback') router.history.replace(found.returnTo ?? '/')
          if (found.linked) setLinked(found.linked)
        } else if (location.pathname === '/callback') history.replaceState(null, '', '/')
        setState(found)
      },
      () => {
        started = undefined
        setState({ kind: 'unreachable' })
      },
    )
  }
  useEffect(() => {
    begin()
    onSignInOver(() => setState({ kind: 'ended', returnTo: location.pathname + location.search }))
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, at the start
  }, [])

  const session = useMemo<Session | null>(
    () => (state.kind === 'signed-in' ? { config: state.config, person: personOf(state.user), signOut } : null),
    [state],
  )
  switch (state.kind) {
    case 'signed-in':
      return <SessionContext value={session}>{children}</SessionContext>
    case 'starting':
      return <Starting />
    case 'unreachable':
      return <SignInPage unreachable onRetry={() => { setState({ kind: 'starting' }); begin() }} />
    case 'ended':
      return <SignInPage ended returnTo={state.returnTo} />
    case 'signed-out':
      return <SignInPage problem={state.problem} returnTo={state.returnTo ?? '/'} />
  }
}
