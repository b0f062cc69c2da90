import { useQuery } from '@tanstack/react-query'
import { accountsQuery } from '@/accounts'
import { Icon } from '@/shared/components'
import { runs as strings } from './strings'

/** What can be asked to begin with, of a place that the person has opened to agents. */
export function Starters({ onAsk }: { onAsk: (text: string) => void }) {
  const accounts = useQuery(accountsQuery)
  const place = accounts.data?.items.flatMap((account) => account.places)[0]
  return (
    <div className="mx-auto flex w-full max-w-3xl grow flex-col justify-center px-4 py-8">
      <h1 className="text-[1.625rem] leading-9 font-semibold">{strings.welcome}</h1>
      <p className="mt-1 text-[0.9375rem] text-soft">{strings.welcomeText}</p>
      <ul aria-label={strings.startersLabel} className="mt-7 grid gap-3 sm:grid-cols-2">
        {strings.starters(place).map((starter) => (
          <li key={starter.title}>
            <button
              type="button"
              onClick={() => onAsk(starter.text)}
              className="group flex h-full w-full items-start gap-3 rounded-xl bg-raised p-4 text-left text-sm shadow-low ring-1 ring-line transition-shadow ring-inset hover:shadow-raised hover:ring-accent/50"
            >
              <span aria-hidden="true" className="grid size-8 shrink-0 place-items-center rounded-lg bg-accent-wash text-accent">
                <Icon name={starter.icon} />
              </span>
              <span className="min-w-0">
                <span className="block leading-5 font-semibold">{starter.title}</span>
                <span className="mt-0.5 block text-soft">{starter.text}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
