import { Button, Icon, Problem } from '@/shared/components'
import { visible } from '@/shared/visible'
import { nameOf } from './names'
import { useConfirm, type Account } from './queries'
import { accounts as strings } from './strings'

/** Asks whether the linked account is the person's own: nothing is done with it before. Plain where what is around it asks for attention already. */
export function Confirm({ account, onRefused, plain = false }: { account: Account; onRefused?: () => void; plain?: boolean }) {
  const confirm = useConfirm()
  if (!account.account) return null
  const { login, id } = account.account
  const differs = account.state === 'differs'
  return (
    <div className={plain ? '' : 'rounded-xl border border-warn/30 bg-warn-wash p-4'}>
      <p className="font-medium">{differs ? strings.differsTitle(nameOf(account.connection)) : strings.confirmTitle(nameOf(account.connection))}</p>
      <p className="mt-2 flex min-w-0 items-center gap-3">
        <span aria-hidden="true" className="grid size-10 shrink-0 place-items-center rounded-full bg-surface ring-1 ring-line">
          <Icon name="person" />
        </span>
        <span className="min-w-0">
          <bdi className="block font-semibold break-words">{visible(login)}</bdi>
          <span className="text-xs text-soft">{strings.id(id)}</span>
        </span>
      </p>
      <p className="mt-2 max-w-prose text-sm text-soft">{differs && account.confirmed ? strings.differsText(visible(account.confirmed.login)) : strings.confirmText}</p>
      {confirm.isError && (
        <div className="mt-3">
          <Problem error={confirm.error} />
        </div>
      )}
      <div className="mt-3 flex flex-wrap gap-2">
        <Button kind="primary" busy={confirm.isPending} onClick={() => confirm.mutate(account)}>
          <Icon name="check" />
          {strings.confirm}
        </Button>
        {onRefused && (
          <Button kind="quiet" onClick={onRefused}>
            {strings.notMe}
          </Button>
        )}
      </div>
    </div>
  )
}
