import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Icon, Skeleton } from '@/shared/components'
import { shared } from '@/shared/strings'
import { visible } from '@/shared/visible'
import { threadsQuery, type Thread } from './queries'
import { runs as strings } from './strings'

export function useThreads(): Thread[] {
  const list = useInfiniteQuery(threadsQuery)
  return list.data?.pages.flatMap((page) => page.items) ?? []
}

/** The person's chats, the last begun first, in the side bar. */
export function Threads({ onGone }: { onGone?: (() => void) | undefined }) {
  const list = useInfiniteQuery(threadsQuery)
  const threads = list.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section aria-labelledby="threads-title" className="flex min-h-0 grow flex-col">
      <div className="flex items-center justify-between py-2 pr-3 pl-5">
        <h2 id="threads-title" className="text-xs font-medium text-soft">
          {strings.threads}
        </h2>
        <Button kind="quiet" size="small" asChild>
          <Link to="/" onClick={onGone} aria-label={strings.newThread}>
            <Icon name="plus" />
          </Link>
        </Button>
      </div>
      <ul className="min-h-0 grow space-y-0.5 overflow-y-auto px-3 pb-3">
        {list.isPending && [0, 1, 2].map((row) => <Skeleton key={row} className="mx-2.5 my-2 h-4" />)}
        {list.isSuccess && threads.length === 0 && <li className="px-2.5 py-1 text-sm text-soft">{strings.noThreads}</li>}
        {threads.map((thread) => (
          <li key={thread.id}>
            <Link
              to="/chat/$thread"
              params={{ thread: thread.id }}
              onClick={onGone}
              activeProps={{ className: 'bg-line/70 text-ink', 'aria-current': 'page' }}
              inactiveProps={{ className: 'text-soft hover:bg-hover hover:text-ink' }}
              className="block truncate rounded-lg px-2.5 py-1.5 text-[0.8125rem] leading-5 pointer-coarse:py-3"
              title={visible(thread.title)}
            >
              {visible(thread.title)}
            </Link>
          </li>
        ))}
        {list.hasNextPage && (
          <li>
            <Button kind="quiet" size="small" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {shared.more}
            </Button>
          </li>
        )}
      </ul>
    </section>
  )
}
