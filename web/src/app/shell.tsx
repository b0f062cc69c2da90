import { Outlet, useRouterState } from '@tanstack/react-router'
import { Dialog as Radix } from 'radix-ui'
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react'
import { Button, Icon, ToastPlace } from '@/shared/components'
import { useGrants, useLiveRuns } from '@/runs'
import { useOnline } from '@/shared/online/online'
import { persistently } from '@/shared/online/persistently'
import { useFirstSteps } from './first-steps-seen'
import { Sidebar } from './sidebar'
import { StopButton, StopDialog } from './stop-everything'
import { app as strings } from './strings'
import { Wordmark } from './wordmark'

const Palette = lazy(() => persistently(() => import('./palette')).then((module) => ({ default: module.Palette })))

/** What stands around every view: navigation, threads, stop, and what is said of the line. */
export function Shell() {
  const [drawer, setDrawer] = useState(false)
  const [palette, setPalette] = useState(false)
  const [stopping, setStopping] = useState(false)
  const stop = useCallback(() => setStopping(true), [])
  useLiveRuns()
  useGrants()
  const online = useOnline()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const main = useRef<HTMLElement>(null)
  useFirstSteps()

  // A view that was gone to by link gets the focus, as a page that was loaded would.
  const first = useRef(true)
  useEffect(() => {
    if (first.current) first.current = false
    else if (document.activeElement === document.body || document.activeElement?.closest('[data-nav]')) main.current?.focus({ preventScroll: true })
  }, [path])

  useEffect(() => {
    const open = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        setPalette((now) => !now)
      }
    }
    addEventListener('keydown', open)
    return () => removeEventListener('keydown', open)
  }, [])

  return (
    <div className="flex h-dvh flex-col bg-ground md:flex-row">
      <a href="#content" className="sr-only z-50 rounded-lg bg-raised px-3 py-2 text-sm shadow-raised focus:not-sr-only focus:absolute focus:top-2 focus:left-2">
        {strings.skip}
      </a>
      <aside className="hidden w-64 shrink-0 flex-col border-r border-line md:flex" data-nav>
        <Sidebar onPalette={() => setPalette(true)} onStop={stop} />
      </aside>
      <header className="flex items-center gap-1 border-b border-line bg-surface px-2 py-1.5 md:hidden">
        <Radix.Root open={drawer} onOpenChange={setDrawer}>
          <Radix.Trigger asChild>
            <Button kind="quiet" size="icon" aria-label={strings.openNavigation}>
              <Icon name="menu" className="size-5" />
            </Button>
          </Radix.Trigger>
          <Radix.Portal>
            <Radix.Overlay className="fixed inset-0 z-40 bg-black/45 animate-appear" />
            <Radix.Content aria-describedby={undefined} className="fixed inset-y-0 left-0 z-50 flex w-72 max-w-[86vw] flex-col bg-ground shadow-raised" data-nav>
              <Radix.Title className="sr-only">{strings.navigation}</Radix.Title>
              <Sidebar onPalette={() => { setDrawer(false); setPalette(true) }} onStop={stop} onGone={() => setDrawer(false)} />
            </Radix.Content>
          </Radix.Portal>
        </Radix.Root>
        <div className="flex grow items-center">
          <Wordmark />
        </div>
        <StopButton short onStop={stop} />
      </header>
      <div className="flex min-h-0 min-w-0 grow flex-col">
        {!online && (
          <p role="status" className="flex items-center gap-2 border-b border-line bg-warn-wash px-4 py-2 text-sm text-warn">
            <Icon name="warning" />
            {strings.offline}
          </p>
        )}
        <ToastPlace />
        <main ref={main} id="content" tabIndex={-1} className="relative min-h-0 grow overflow-y-auto bg-surface outline-none">
          <Suspense>
            <Outlet />
          </Suspense>
        </main>
      </div>
      {palette && (
        <Suspense>
          <Palette onClose={() => setPalette(false)} onStop={stop} />
        </Suspense>
      )}
      <StopDialog open={stopping} onOpenChange={setStopping} />
    </div>
  )
}
