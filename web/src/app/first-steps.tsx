import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import clsx from 'clsx'
import type { ReactNode } from 'react'
import { accountsQuery, CameBack, Confirm, ConnectButton, phoneQuery, PhoneCard } from '@/accounts'
import { api, newKey, read } from '@/shared/api/client'
import { useSession } from '@/shared/auth/session'
import { Button, Icon, Page, Problem, SkeletonRows, toastProblem } from '@/shared/components'
import { useEvents } from '@/shared/events/events'
import { openPhone } from '@/shared/phone'
import { endFirstSteps } from './first-steps-seen'
import { app as strings } from './strings'

const here = '/welcome'

/** Leads whoever signs in for the first time through linking, reading and countersigning. */
export function FirstSteps() {
  const { person, config } = useSession()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const accounts = useQuery(accountsQuery)
  const phone = useQuery(phoneQuery)
  useEvents((event) => {
    if (event.type === 'account.state') void queries.invalidateQueries({ queryKey: accountsQuery.queryKey })
  })
  const ask = useMutation({
    mutationFn: (message: string) => read(api.POST('/api/runs', { params: { header: { 'Idempotency-Key': newKey() } }, body: { message } })),
    onSuccess: (run) => {
      endFirstSteps(person.sub)
      void queries.invalidateQueries({ queryKey: ['threads'] })
      if (run.thread) void navigate({ to: '/chat/$thread', params: { thread: run.thread } })
    },
    onError: toastProblem,
  })
  const skip = () => {
    endFirstSteps(person.sub)
    void navigate({ to: '/' })
  }
  const account = accounts.data?.items[0]
  const ready = accounts.data?.items.find((one) => one.state === 'confirmed')
  const place = ready?.places[0]
  return (
    <Page
      title={strings.firstTitle}
      lead={strings.firstLead}
      actions={
        <Button kind="quiet" onClick={skip}>
          {strings.firstSkip}
        </Button>
      }
    >
      <CameBack />
      {accounts.isPending ? (
        <SkeletonRows rows={3} />
      ) : accounts.isError ? (
        <Problem error={accounts.error} onRetry={() => void accounts.refetch()} />
      ) : (
        <ol className="space-y-4">
          <Step number={1} title={strings.firstLink} done={ready !== undefined} open>
            <p className="text-sm text-soft">{ready ? strings.firstLinked : strings.firstLinkText}</p>
            {!ready && account && (account.state === 'not_linked' ? <ConnectButton connection={account.connection} returnTo={here} /> : account.account ? <Confirm account={account} /> : <Link to="/accounts" className="text-sm text-accent underline">{strings.firstToAccounts}</Link>)}
          </Step>
          <Step number={2} title={strings.firstRead} open={ready !== undefined}>
            <p className="text-sm text-soft">{strings.firstReadText}</p>
            {ready && (
              <Button kind="primary" busy={ask.isPending} onClick={() => ask.mutate(place === undefined ? strings.firstReadAll : strings.firstReadAsk(place))}>
                <Icon name="send" />
                {place === undefined ? strings.firstReadAll : strings.firstReadAsk(place)}
              </Button>
            )}
          </Step>
          <Step number={3} title={strings.firstSign} open={ready !== undefined}>
            <p className="text-sm text-soft">{strings.firstSignText}</p>
            {phone.data?.enrolled === false && <PhoneCard returnTo={here} />}
            {ready && place !== undefined && phone.data?.enrolled === true && (
              <div className="flex flex-wrap gap-2">
                {config.phone && (
                  <Button onClick={() => openPhone(config.phone)}>
                    <Icon name="phone" />
                    {strings.phone}
                  </Button>
                )}
                <Button busy={ask.isPending} onClick={() => ask.mutate(strings.firstSignAsk(place))}>
                  <Icon name="send" />
                  {strings.firstSignAsk(place)}
                </Button>
              </div>
            )}
          </Step>
        </ol>
      )}
    </Page>
  )
}

function Step({ number, title, done = false, open, children }: { number: number; title: string; done?: boolean; open: boolean; children: ReactNode }) {
  return (
    <li className={clsx('flex gap-4 rounded-2xl border border-line p-4 sm:p-6', open ? 'bg-raised shadow-low' : 'bg-sunken/60 text-soft')}>
      <span aria-hidden="true" className={clsx('grid size-8 shrink-0 place-items-center rounded-full text-sm font-semibold', done ? 'bg-good-wash text-good' : open ? 'bg-accent-wash text-accent' : 'bg-sunken text-soft')}>
        {done ? <Icon name="check" /> : number}
      </span>
      <div className="min-w-0 grow space-y-3">
        <h2 className="pt-1 font-semibold">{title}</h2>
        {children}
      </div>
    </li>
  )
}
