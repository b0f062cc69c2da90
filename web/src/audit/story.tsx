import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { ChatLink, Fields, Texts } from '@/approvals'
import { Badge, ExternalLink, Icon, Page, Problem, RelativeTime, Skeleton, SkeletonRows } from '@/shared/components'
import { useEvents } from '@/shared/events/events'
import { visible } from '@/shared/visible'
import { EntryRow } from './entry-row'
import { actionQuery, storyQuery, type Entry } from './queries'
import { audit as strings } from './strings'
import { toneOfOutcome } from './tone'

/** One action from its proposal to its effect, at an address of its own. */
export function StoryView() {
  const { action } = useParams({ from: '/audit/$action' })
  const queries = useQueryClient()
  useEvents((event) => {
    if ((event.type === 'action.state' || event.type === 'approval.state') && event.data.action === action) {
      void queries.invalidateQueries({ queryKey: storyQuery(action).queryKey })
      void queries.invalidateQueries({ queryKey: actionQuery(action).queryKey })
    }
  })
  return (
    <Page
      title={strings.story}
      lead={strings.storyLead}
      actions={
        <Link to="/audit" className="inline-flex items-center gap-1 text-sm text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent">
          <Icon name="chevron" className="rotate-180" />
          {strings.back}
        </Link>
      }
    >
      <Action key={action} id={action} />
      <Steps key={`${action}-steps`} id={action} />
    </Page>
  )
}

function Action({ id }: { id: string }) {
  const found = useQuery(actionQuery(id))
  if (found.isPending) return <Skeleton className="mb-6 h-40 rounded-xl" />
  if (found.isError) return <Problem error={found.error} onRetry={() => void found.refetch()} />
  const action = found.data
  return (
    <article className="mb-8 space-y-5 rounded-2xl border border-line bg-raised p-4 shadow-low sm:p-6">
      <header className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <h2 className="font-semibold">{action.summary?.verb ?? action.tool}</h2>
          <p className="mt-0.5 text-xs text-soft">
            <span className="font-mono">{action.tool}</span> · <RelativeTime at={action.proposedAt} />
          </p>
        </div>
        <Badge tone={toneOfOutcome(action.state)}>{strings.states[action.state] ?? action.state}</Badge>
      </header>
      {action.text && <p className="rounded-lg bg-sunken p-3 text-sm">{visible(action.text)}</p>}
      {action.summary && (
        <>
          <Fields fields={action.summary.identifiers} />
          <Texts texts={action.summary.freeTexts ?? []} />
        </>
      )}
      <Fields
        fields={[
          { name: strings.agent, value: action.agent },
          ...(action.decision ? [{ name: strings.decision, value: strings.decisions[action.decision] ?? action.decision }] : []),
          ...(action.rule ? [{ name: strings.rule, value: action.rule }] : []),
        ]}
      />
      <p className="flex flex-wrap gap-x-5 gap-y-2 border-t border-line pt-3 text-sm empty:hidden">
        {action.url && <ExternalLink href={action.url}>{strings.result}</ExternalLink>}
        <ChatLink run={action.run} />
        <Link to="/audit" search={{ run: action.run }} className="text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent">
          {strings.toRun}
        </Link>
      </p>
    </article>
  )
}

function Steps({ id }: { id: string }) {
  const story = useQuery(storyQuery(id))
  if (story.isPending) return <SkeletonRows rows={5} />
  if (story.isError) return <Problem error={story.error} onRetry={() => void story.refetch()} />
  if (story.data.length === 0) return <p className="text-sm text-soft">{strings.noSteps}</p>
  return (
    <section aria-labelledby="story-steps">
      <h2 id="story-steps" className="mb-2.5 text-sm font-semibold">
        {strings.steps}
      </h2>
      <ol className="overflow-hidden rounded-2xl border border-line bg-raised py-1.5 shadow-low">
        {story.data.map((entry, index) => (
          <EntryRow key={entry.seq} entry={entry} inStory note={waited(story.data[index - 1], entry)} />
        ))}
      </ol>
    </section>
  )
}

/** How long a step took to come; nothing under a second. */
function waited(before: Entry | undefined, entry: Entry): string | undefined {
  if (!before) return undefined
  const seconds = Math.round((new Date(entry.at).getTime() - new Date(before.at).getTime()) / 1000)
  if (seconds < 1) return undefined
  return strings.after(seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`)
}
