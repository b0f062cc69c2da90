import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, read } from '@/shared/api/client'
import type { components } from '@/shared/api/schema.gen'
import { signIn } from '@/shared/auth/sign-in'
import { Button, ExternalLink, Icon, Problem, type IconName } from '@/shared/components'
import { Confirm } from './confirm'
import { ConnectButton } from './connect-button'
import { nameOf } from './names'
import { PhoneCard } from './phone'
import { accountsQuery } from './queries'
import { accounts as strings } from './strings'

export type Remedy = components['schemas']['Remedy']

/** What somebody has to do before something can go on, and the buttons to do it where they stand. */
export function RemedyPanel({ remedy }: { remedy: Remedy }) {
  return (
    <section data-lock="" aria-label={strings.remedyTitle} className="overflow-hidden rounded-2xl border border-warn/40 bg-raised shadow-raised">
      <div className="flex items-start gap-3 border-b border-warn/20 bg-warn-wash px-4 py-3 sm:px-5">
        <span aria-hidden="true" className="grid size-9 shrink-0 place-items-center rounded-full bg-warn text-surface">
          <Icon name={icons[remedy.kind] ?? 'warning'} className="size-[1.125rem]" />
        </span>
        <div className="min-w-0 text-sm">
          <p className="font-semibold text-warn">{strings.remedyTitle}</p>
          <p>{strings.remedies[remedy.kind]?.(nameOf(remedy.connection ?? '')) ?? remedy.text}</p>
        </div>
      </div>
      <div className="space-y-3 p-4 empty:hidden sm:p-5">
        <Deed remedy={remedy} />
      </div>
    </section>
  )
}

const icons: Partial<Record<Remedy['kind'], IconName>> = { link: 'link', link_again: 'link', confirm: 'person', install: 'permissions', grant: 'clock', enrol: 'phone' }

function Deed({ remedy }: { remedy: Remedy }) {
  const connection = remedy.connection ?? ''
  switch (remedy.kind) {
    case 'link':
    case 'link_again':
      return <Connect connection={connection} again={remedy.kind === 'link_again'} />
    case 'confirm':
      return <ConfirmHere connection={connection} />
    case 'install':
      return <Install connection={connection} url={remedy.url ?? undefined} />
    case 'grant':
      return (
        <Button kind="primary" onClick={() => void signIn(here())}>
          {strings.signInAgain}
        </Button>
      )
    case 'enrol':
      return <PhoneCard returnTo={here()} />
    case 'operator':
      return null
  }
}

const here = () => location.pathname + location.search

function Connect({ connection, again }: { connection: string; again: boolean }) {
  return (
    <>
      <p className="text-sm text-soft">{strings.remedyGoesOn}</p>
      <ConnectButton connection={connection} returnTo={here()} again={again} />
    </>
  )
}

function ConfirmHere({ connection }: { connection: string }) {
  const list = useQuery(accountsQuery)
  const account = list.data?.items.find((item) => item.connection === connection)
  return account?.account ? <Confirm account={account} plain /> : <Connect connection={connection} again={false} />
}

function Install({ connection, url }: { connection: string; url: string | undefined }) {
  const queries = useQueryClient()
  const check = useMutation({
    mutationFn: () => read(api.POST('/api/accounts/{connection}/check', { params: { path: { connection } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: accountsQuery.queryKey }),
  })
  return (
    <>
      {url !== undefined && <ExternalLink href={url}>{strings.install}</ExternalLink>}
      <div>
        <Button kind="primary" busy={check.isPending} onClick={() => check.mutate()}>
          {strings.checkAgain}
        </Button>
      </div>
      {check.isError && <Problem error={check.error} />}
    </>
  )
}
