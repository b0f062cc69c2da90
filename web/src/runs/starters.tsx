import { useQuery } from '@tanstack/react-query'
import { accountsQuery } from '@/accounts'
import { runs as strings } from './strings'

/** What can be asked to begin with, of a place that the person has opened to agents. */
export function Starters({ onAsk }: { onAsk: (text: string) => void }) {
  const accounts = useQuery(accountsQuery)
  const place = accounts.data?.items.flatMap((account) => account.places)[0]
  return (
    <div className="mx-auto flex w-full max-w-2xl grow flex-col justify-center px-4 py-8">
      <h1 className="text-2xl font-semibold">{strings.welcome}</h1>
      <p className="mt-1.5 text-soft">{strings.welcomeText}</p>
      <ul aria-label={strings.startersLabel} className="mt-6 grid gap-2.5 sm:grid-cols-2">
        {strings.starters(place).map((starter) => (
          <li key={starter.title}>
            <button
              type="button"
              onClick={() => onAsk(starter.text)}
              className="flex h-full w-full flex-col items-start rounded-xl bg-raised p-3.5 text-left text-sm ring-1 ring-line transition-shadow ring-inset hover:shadow-raised hover:ring-line-strong"
            >
              <span className="font-semibold">{starter.title}</span>
              <span className="mt-0.5 text-soft">{starter.text}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
