import { useQuery } from '@tanstack/react-query'
import { signInForPhone } from '@/shared/auth/sign-in'
import { Badge, Button, Icon, Problem, Skeleton, toast, toastProblem } from '@/shared/components'
import { phoneQuery, useCheckPhone } from './queries'
import { accounts as strings } from './strings'

/** Whether anybody could ask the person; and how to change it. */
export function PhoneCard({ returnTo }: { returnTo: string }) {
  const phone = useQuery(phoneQuery)
  const check = useCheckPhone()
  const look = () => check.mutate(undefined, { onSuccess: ({ enrolled }) => !enrolled && toast(strings.phoneChecked), onError: toastProblem })
  return (
    <section aria-labelledby="phone-title" className="rounded-2xl border border-line bg-raised p-4 shadow-low sm:p-6">
      <div className="flex items-center gap-3">
        <span aria-hidden="true" className="grid size-10 shrink-0 place-items-center rounded-xl bg-accent-wash text-accent">
          <Icon name="phone" className="size-5" />
        </span>
        <h2 id="phone-title" className="flex flex-wrap items-center gap-x-2.5 gap-y-0.5 font-semibold">
          {strings.phoneTitle}
          {phone.isSuccess && <Badge tone={phone.data.enrolled ? 'good' : 'bad'}>{phone.data.enrolled ? strings.phoneReady : strings.phoneMissing}</Badge>}
        </h2>
      </div>
      {phone.isPending ? (
        <Skeleton className="mt-3 h-4 w-2/3" />
      ) : phone.isError ? (
        <div className="mt-3">
          <Problem error={phone.error} onRetry={() => void phone.refetch()} />
        </div>
      ) : phone.data.enrolled ? (
        <p className="mt-3 text-sm text-soft">{strings.phoneReadyText}</p>
      ) : (
        <>
          <p className="mt-3 max-w-prose text-sm text-soft">{strings.phoneMissingText}</p>
          <ol className="mt-3 list-decimal space-y-1 pl-5 text-sm">
            {strings.phoneSteps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
          <div className="mt-4 flex flex-wrap gap-2">
            <Button kind="primary" onClick={() => void signInForPhone(returnTo)}>
              {strings.signInAgain}
            </Button>
            <Button busy={check.isPending} onClick={look}>
              {strings.checkAgain}
            </Button>
          </div>
        </>
      )}
    </section>
  )
}
