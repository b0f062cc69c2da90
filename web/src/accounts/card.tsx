import { useState, type ReactNode } from 'react'
import { Badge, Button, ExternalLink, Icon, RelativeTime, toastProblem, type Tone } from '@/shared/components'
import { visible } from '@/shared/visible'
import { Confirm } from './confirm'
import { ConnectButton } from './connect-button'
import { Disconnect } from './disconnect'
import { nameOf } from './names'
import { useRefresh, type Account } from './queries'
import { accounts as strings } from './strings'

const tones: Record<Account['state'], Tone> = { not_linked: 'neutral', unconfirmed: 'warn', confirmed: 'good', differs: 'bad' }

/** One connection: whose account it is, what it is for, and what is left to do. */
export function AccountCard({ account, lastUse, returnTo }: { account: Account; lastUse: string | undefined; returnTo: string }) {
  const [leaving, setLeaving] = useState(false)
  const linked = account.state !== 'not_linked'
  const needs = account.state === 'confirmed' && account.remedy !== null && account.remedy !== undefined
  return (
    <li className="rounded-2xl border border-line bg-raised p-4 shadow-low sm:p-6">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="flex min-w-0 items-center gap-3">
          <span aria-hidden="true" className="grid size-10 shrink-0 place-items-center rounded-xl bg-ink text-ground">
            <Icon name="merge" className="size-5" />
          </span>
          <h2 className="flex flex-wrap items-center gap-x-2.5 gap-y-0.5 font-semibold">
            {nameOf(account.connection)}
            <Badge tone={needs ? 'warn' : tones[account.state]}>{needs ? strings.states.needs : strings.states[account.state]}</Badge>
          </h2>
        </div>
        {linked && (
          <Button size="small" onClick={() => setLeaving(true)}>
            {strings.disconnect}
          </Button>
        )}
      </div>
      {!linked && (
        <div className="mt-4 space-y-4">
          <p className="max-w-prose text-sm text-soft">{strings.notLinked(nameOf(account.connection))}</p>
          <ConnectButton connection={account.connection} returnTo={returnTo} />
        </div>
      )}
      {(account.state === 'unconfirmed' || account.state === 'differs') && account.account && (
        <div className="mt-3">
          <Confirm account={account} onRefused={() => setLeaving(true)} />
        </div>
      )}
      {linked && <Remedy account={account} returnTo={returnTo} />}
      {linked && <Facts account={account} lastUse={lastUse} />}
      <Disconnect connection={account.connection} open={leaving} onOpenChange={setLeaving} />
    </li>
  )
}

/** What somebody has to do at the provider before it can be used. */
function Remedy({ account, returnTo }: { account: Account; returnTo: string }) {
  const refresh = useRefresh()
  const remedy = account.remedy
  if (!remedy || remedy.kind === 'confirm' || remedy.kind === 'link') return null
  return (
    <div className="mt-3 rounded-xl border border-warn/30 bg-warn-wash p-4 text-sm">
      <p className="flex items-start gap-2">
        <Icon name="warning" className="mt-0.5 text-warn" />
        {remedy.text}
      </p>
      <div className="mt-3 flex flex-wrap items-center gap-3">
        {remedy.kind === 'link_again' && <ConnectButton connection={account.connection} returnTo={returnTo} again />}
        {remedy.kind === 'install' && remedy.url && <ExternalLink href={remedy.url}>{strings.install}</ExternalLink>}
        <Button busy={refresh.isPending} onClick={() => refresh.mutate(undefined, { onError: toastProblem })}>
          {strings.checkAgain}
        </Button>
      </div>
    </div>
  )
}

function Facts({ account, lastUse }: { account: Account; lastUse: string | undefined }) {
  return (
    <dl className="mt-5 grid gap-x-6 gap-y-4 border-t border-line pt-5 text-sm sm:grid-cols-[8.5rem_1fr]">
      {account.confirmed && account.state === 'confirmed' && (
        <Fact name={strings.account}>
          <bdi className="font-medium break-words">{visible(account.confirmed.login)}</bdi> <span className="text-soft">{strings.id(account.confirmed.id)}</span>
        </Fact>
      )}
      <Fact name={strings.places}>
        {account.places.length === 0 ? (
          strings.noPlaces
        ) : (
          <ul className="flex flex-wrap gap-1.5">
            {account.places.map((place) => (
              <li key={place} className="max-w-full rounded-md bg-sunken px-1.5 py-0.5 font-mono text-xs break-words">
                <bdi>{visible(place)}</bdi>
              </li>
            ))}
            {account.morePlaces && <li className="text-soft">{strings.morePlaces}</li>}
          </ul>
        )}
      </Fact>
      <Fact name={strings.may}>
        <ul className="grid gap-1.5 sm:grid-cols-2">
          {account.permissions.map((permission) => (
            <li key={permission} className="flex items-start gap-2">
              <Icon name="check" className="mt-0.5 text-good" />
              {permission}
            </li>
          ))}
        </ul>
        <p className="mt-1.5 text-xs text-soft">{strings.mayNote}</p>
      </Fact>
      <Fact name={strings.used}>{lastUse === undefined ? strings.neverUsed : <RelativeTime at={lastUse} />}</Fact>
      {account.checkedAt && (
        <Fact name={strings.checked}>
          <RelativeTime at={account.checkedAt} />
        </Fact>
      )}
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-soft">{name}</dt>
      <dd className="min-w-0 max-sm:-mt-3">{children}</dd>
    </>
  )
}
