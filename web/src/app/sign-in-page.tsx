import { useState } from 'react'
import { Button, Icon, Skeleton, useTitle } from '@/shared/components'
import { auth as strings } from '@/shared/auth/strings'
import { signIn } from '@/shared/auth/sign-in'
import { shared } from '@/shared/strings'
import { Wordmark } from './wordmark'

interface Props {
  returnTo?: string
  problem?: { title: string | undefined; detail: string } | undefined
  ended?: boolean
  unreachable?: boolean
  onRetry?: () => void
}

export function SignInPage({ returnTo = '/', problem, ended = false, unreachable = false, onRetry }: Props) {
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState(false)
  useTitle(strings.signIn)
  const said = unreachable
    ? { title: strings.noConfig, detail: strings.noConfigDetail }
    : ended
      ? { title: strings.ended, detail: strings.endedDetail }
      : failed
        ? { title: strings.failed, detail: strings.noConfigDetail }
        : problem
          ? { title: problem.title === undefined ? strings.declined : strings.failed, detail: problem.detail }
          : undefined
  const go = () => {
    if (onRetry) return onRetry()
    setBusy(true)
    signIn(returnTo).catch(() => {
      setBusy(false)
      setFailed(true)
    })
  }
  return (
    <main className="grid min-h-dvh place-items-center bg-ground bg-[radial-gradient(60rem_30rem_at_50%_-10rem,var(--accent-wash),transparent)] px-4 py-10">
      <div className="w-full max-w-sm">
        <div className="flex justify-center">
          <Wordmark large />
        </div>
        <div className="mt-8 rounded-3xl border border-line bg-raised p-6 shadow-raised sm:p-8">
          <h1 className="text-[1.375rem] leading-7 font-semibold">{strings.tagline}</h1>
          <ul className="mt-5 space-y-3 text-sm text-soft">
            {strings.promises.map((promise) => (
              <li key={promise} className="flex gap-2.5">
                <Icon name="check" className="mt-0.5 text-accent" />
                {promise}
              </li>
            ))}
          </ul>
          {said && (
            <div role="alert" className="mt-5 rounded-lg bg-warn-wash p-3 text-sm">
              <p className="font-medium text-warn">{said.title}</p>
              <p className="mt-0.5">{said.detail}</p>
            </div>
          )}
          <Button kind="primary" className="mt-6 w-full min-h-11" busy={busy} onClick={go}>
            {unreachable ? strings.again : strings.signIn}
          </Button>
        </div>
      </div>
    </main>
  )
}

/** The app's outline while the tenant is asked who is there. */
export function Starting() {
  return (
    <div className="flex min-h-dvh bg-ground" role="status">
      <span className="sr-only">{strings.starting}</span>
      <div className="hidden w-64 flex-col gap-3 border-r border-line p-4 md:flex" aria-hidden="true">
        <Wordmark />
        <Skeleton className="mt-4 h-7" />
        <Skeleton className="h-7 w-4/5" />
        <Skeleton className="h-7 w-3/5" />
      </div>
      <div className="grow bg-surface p-6" aria-hidden="true">
        <Skeleton className="h-6 w-40" />
      </div>
      <span className="sr-only">{shared.loading}</span>
    </div>
  )
}
