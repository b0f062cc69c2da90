import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { ApprovalPanel } from '@/approvals'
import { CameBack, RemedyPanel } from '@/accounts'
import { api, read } from '@/shared/api/client'
import { Button, Icon, Problem, Skeleton, toastProblem } from '@/shared/components'
import { useAsk } from './ask'
import { catchUp } from './catch-up'
import { Say } from './ask-anew'
import { Composer, type ComposerState } from './composer'
import { Ending } from './ending'
import { Bubble } from './bubble'
import { MessageList } from './message-list'
import { isOver, messagesQuery, newestActionsQuery, runQuery, threadQuery, type Action, type Run } from './queries'
import { useStickyEnd } from './sticky-end'
import { useStreamedTurn } from './streamed'
import { runs as strings } from './strings'

/** While a run goes on its row is looked at now and then too: an event may be lost on its way. */
const lookAgain = 10_000

const none = new Map<string, Action>()

/** One thread as its rows have it, the run that goes on in it, and where the person writes. */
export function Conversation({ thread: id }: { thread: string }) {
  const queries = useQueryClient()
  const thread = useQuery(threadQuery(id))
  const messages = useQuery({ ...messagesQuery(id), refetchInterval: thread.data?.run == null ? false : lookAgain })
  const ask = useAsk(id, (run) => queries.setQueryData(threadQuery(id).queryKey, (known) => known && { ...known, run: run.id }))

  const last = messages.data?.at(-1)
  const runId = thread.data?.run ?? last?.run
  const run = useQuery({ ...runQuery(runId ?? ''), enabled: runId !== undefined, refetchInterval: (query) => (query.state.data && !isOver(query.state.data) ? lookAgain : false) }).data
  const isLive = run !== undefined && !isOver(run)
  const liveRun = isLive ? run.id : undefined
  const actions = useLiveActions(liveRun)
  const waiting = [...actions.values()].filter((action) => action.state === 'parked')

  // What was asked is in the thread, or in the run that took it: it need not be shown twice.
  const { asked, arrived } = ask
  useEffect(() => {
    if (asked !== undefined && last !== undefined && messages.data?.some((message) => message.role === 'person' && message.text === asked && message.run === runId)) arrived()
  }, [asked, arrived, last, messages.data, runId])

  // What is being said follows what was asked.
  const turn = useStreamedTurn(liveRun)
  const growing = useMemo(() => (liveRun === undefined || turn === undefined || asked !== undefined ? undefined : { run: liveRun, turn }), [liveRun, turn, asked])

  // A page that was loaded in the middle of a sentence reads its beginning.
  useEffect(() => {
    if (run?.state === 'running') void catchUp(run.id)
  }, [run?.id, run?.state])

  const cancel = useMutation({
    mutationFn: (run: string) => read(api.POST('/api/runs/{id}/cancel', { params: { path: { id: run } } })),
    onSuccess: (row) => queries.setQueryData(runQuery(row.id).queryKey, row),
    onError: toastProblem,
    onSettled: () => void queries.invalidateQueries({ queryKey: ['threads', id] }),
  })
  const state: ComposerState = asked !== undefined ? 'sending' : !isLive ? 'open' : stateOf(run, waiting)
  const { box, content, isThere, go } = useStickyEnd()
  const failed = thread.error ?? messages.error

  if (failed) {
    return (
      <div className="mx-auto max-w-3xl px-4 py-8">
        <h1 className="sr-only">{strings.chat}</h1>
        <Problem error={failed} onRetry={() => void Promise.all([thread.refetch(), messages.refetch()])} />
      </div>
    )
  }
  return (
    <div className="flex h-full flex-col">
      <h1 className="sr-only">{thread.data?.title ?? strings.chat}</h1>
      <div ref={box} className="relative min-h-0 grow overflow-y-auto" tabIndex={0} role="region" aria-label={strings.messages}>
        <div ref={content} className="mx-auto w-full max-w-3xl space-y-5 px-4 pt-8 pb-6">
          {messages.isPending ? (
            <Waiting />
          ) : (
            <Say value={state === 'open' ? ask.send : undefined}>
              <MessageList messages={messages.data ?? []} growing={growing} liveRun={liveRun} actions={actions} needsYou={state === 'needs'} />
            </Say>
          )}
          {asked !== undefined && <Bubble text={asked} pending />}
          {isLive && turn === undefined && run.state === 'running' && waiting.length === 0 && <Thinking />}
          <CameBack />
          {isLive && remediesOf(run, waiting).map((remedy) => <RemedyPanel key={remedy.kind + (remedy.connection ?? '')} remedy={remedy} />)}
          {waiting.filter((action) => action.parkedOn === 'approval' && action.approval != null).map((action) => (
            <ApprovalPanel key={action.id} id={action.approval ?? ''} action={action} />
          ))}
          {run && isOver(run) && <Ending run={run} />}
        </div>
      </div>
      <div className="relative mx-auto w-full max-w-3xl space-y-3 px-4 pb-4 before:pointer-events-none before:absolute before:inset-x-4 before:-top-6 before:h-6 before:bg-linear-to-t before:from-surface sm:pb-6">
        {!isThere && (
          <Button size="icon" className="absolute -top-12 right-4 rounded-full shadow-raised" aria-label={strings.toEnd} onClick={go}>
            <Icon name="down" />
          </Button>
        )}
        {ask.error !== null && <Problem error={ask.error} />}
        <Composer key={ask.draft} draft={ask.draft} state={state} onSend={ask.send} onStop={() => run && cancel.mutate(run.id)} stopping={cancel.isPending} />
      </div>
    </div>
  )
}

/** The actions of a run that goes on, by id. */
function useLiveActions(run: string | undefined): Map<string, Action> {
  const newest = useQuery({ ...newestActionsQuery, enabled: run !== undefined })
  return useMemo(
    () => (run === undefined ? none : new Map((newest.data?.items ?? []).filter((action) => action.run === run).map((action) => [action.id, action]))),
    [run, newest.data],
  )
}

function stateOf(run: Run, waiting: Action[]): ComposerState {
  if (run.state === 'needs_you' || waiting.some((action) => action.remedy != null)) return 'needs'
  return run.state === 'parked' || waiting.length > 0 ? 'locked' : 'running'
}

/** One panel for each thing to do, whoever waits for it. */
function remediesOf(run: Run, waiting: Action[]) {
  const all = [run.remedy, ...waiting.map((action) => action.remedy)].filter((remedy) => remedy != null)
  return all.filter((remedy, at) => all.findIndex((other) => other.kind === remedy.kind && other.connection === remedy.connection) === at)
}

function Thinking() {
  return (
    <div role="status" className="flex gap-1.5 py-2">
      <span className="sr-only">{strings.thinking}</span>
      {[0, 1, 2].map((dot) => (
        <span key={dot} aria-hidden="true" className="size-2 rounded-full bg-line-strong animate-breathe" />
      ))}
    </div>
  )
}

function Waiting() {
  return (
    <div aria-hidden="true" className="space-y-6">
      <Skeleton className="ml-auto h-10 w-2/3 rounded-2xl" />
      <div className="space-y-2">
        <Skeleton className="h-4 w-full" />
        <Skeleton className="h-4 w-4/5" />
      </div>
    </div>
  )
}
