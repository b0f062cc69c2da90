import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, read } from '@/shared/api/client'
import type { components } from '@/shared/api/schema.gen'
import { signIn } from '@/shared/auth/sign-in'
import { Button, ExternalLink, Icon, Problem } from '@/shared/components'
import { Confirm } from './confirm'
import { ConnectButton } from './connect-button'
import { accountsQuery } from './queries'
import { accounts as strings } from './strings'

export type Remedy = components['schemas']['Remedy']

/** What somebody has to do before something can go on, and the buttons to do it where they stand. */
export function RemedyPanel({ remedy }: { remedy: Remedy }) {
  return (
    <section aria-label={strings.remedyTitle} className="rounded-2xl border border-warn/40 bg-warn-wash p-4 sm:p-5">
      <p className="flex items-center gap-2 font-semibold text-warn">
        <Icon name="warning" />
        {strings.remedyTitle}
      </p>
      <p className="mt-1 text-sm">{remedy.text}</p>
      <div className="mt-3 space-y-3">
        <Deed remedy={remedy} />
      </div>
    </section>
  )
}

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
  return account?.account ? <Confirm account={account} /> : <Connect connection={connection} again={false} />
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
