import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import clsx from 'clsx'
import { use, useId, useState } from 'react'
import { ApprovalPanel, approvalQuery } from '@/approvals'
import { Badge, Code, ExternalLink, Icon, pretty } from '@/shared/components'
import { visible } from '@/shared/visible'
import { AskAnew } from './ask-anew'
import { argumentsOf, describe } from './describe'
import { canBeAskedAnew, looks, outcomeOf } from './outcome'
import { actionQuery, isSettled, type Action, type Call, type Message } from './queries'
import { OutsideMark } from './outside'
import { Seen } from './seen'
import { runs as strings } from './strings'

interface Props {
  call: Call
  answer: Message | undefined
  /** The action it became, while its run goes on; afterwards it is read by its answer's id. */
  live: Action | undefined
  isLive: boolean
  /** The run waits for something that the person has to do first. */
  needsYou: boolean
  /** What the person said that led to it. */
  asked: string | undefined
}

/** One tool call: what it does in a sentence, where it stands, and behind it all there is to know. */
export function ToolCard({ call, answer, live, isLive, needsYou, asked }: Props) {
  const id = answer?.action ?? undefined
  const seen = use(Seen)
  const kept = useQuery({ ...actionQuery(id ?? ''), enabled: seen && id !== undefined && live === undefined, staleTime: Infinity })
  const action = live ?? kept.data
  const [open, setOpen] = useState(false)
  const body = useId()
  const outcome = outcomeOf({ action, answer, isLive, needsYou })
  const look = looks[outcome]
  const { deed, target } = describe(call)
  const busy = outcome === 'making' || outcome === 'proposed' || outcome === 'executing'
  const url = action?.url ?? urlOf(answer)
  const next = strings.next[outcome]
  const reason = action?.text != null && action.code?.startsWith('approval_') !== true ? action.text : undefined
  const askAnew = canBeAskedAnew(outcome) ? asked : undefined
  return (
    <div className="overflow-hidden rounded-xl border border-line bg-raised text-sm">
      <div className="flex items-center gap-3 py-1.5 pr-2.5 pl-3">
        <span aria-hidden="true" className={clsx('grid size-7 shrink-0 place-items-center rounded-lg', washes[look.tone], tones[look.tone], busy && 'animate-breathe')}>
          <Icon name={look.icon} />
        </span>
        <button
          type="button"
          aria-expanded={open}
          aria-controls={body}
          onClick={() => setOpen(!open)}
          className="flex min-h-9 min-w-0 grow flex-wrap items-center gap-x-2 text-left pointer-coarse:min-h-11"
        >
          <span className="font-medium">{deed}</span>
          <bdi className="min-w-0 truncate text-soft">{visible(target)}</bdi>
        </button>
        <Badge tone={look.tone}>{strings.states[outcome]}</Badge>
        <Icon name="down" className={clsx('text-soft transition-transform', open && 'rotate-180')} />
      </div>
      {(next !== undefined || url !== undefined) && (
        <div className="space-y-2 border-t border-line px-3 py-2.5 sm:pl-[3.25rem]">
          {next !== undefined && (
            <div>
              {reason !== undefined && <p>{visible(reason)}</p>}
              <p className="text-soft">{next}</p>
            </div>
          )}
          {(url !== undefined || askAnew !== undefined) && (
            <div className="flex flex-wrap items-center gap-x-4 gap-y-2 empty:hidden">
              {askAnew !== undefined && <AskAnew text={askAnew} />}
              {url !== undefined && <ExternalLink href={url}>{outcome === 'unknown' ? strings.look : strings.open}</ExternalLink>}
            </div>
          )}
        </div>
      )}
      <div id={body} hidden={!open} className="space-y-3.5 border-t border-line px-3 py-3.5 sm:pl-[3.25rem]">
        {open && <Details call={call} answer={answer} action={action} />}
      </div>
      {action?.approval != null && isSettled(action) && <AskedAgain approval={action.approval} />}
    </div>
  )
}

const washes = { neutral: 'bg-sunken', accent: 'bg-accent-wash', good: 'bg-good-wash', bad: 'bg-bad-wash', warn: 'bg-warn-wash' }

const tones = { neutral: 'text-soft', accent: 'text-accent', good: 'text-good', bad: 'text-bad', warn: 'text-warn' }

function urlOf(answer: Message | undefined): string | undefined {
  const result: unknown = answer?.result
  return typeof result === 'object' && result !== null && 'url' in result && typeof result.url === 'string' ? result.url : undefined
}

function Details({ call, answer, action }: { call: Call; answer: Message | undefined; action: Action | undefined }) {
  const given = action?.arguments ?? argumentsOf(call)
  const rule = action?.rule ?? answer?.rule
  const decision = action?.decision ?? (answer?.rule == null ? undefined : 'allow')
  return (
    <>
      {decision != null && (
        <dl className="flex flex-wrap gap-x-6 gap-y-1">
          <div className="flex gap-2">
            <dt className="text-soft">{strings.decision}</dt>
            <dd>{strings.decisions[decision] ?? decision}</dd>
          </div>
          {rule != null && (
            <div className="flex min-w-0 gap-2">
              <dt className="text-soft">{strings.rule}</dt>
              <dd className="min-w-0 font-mono text-xs leading-5">{rule}</dd>
            </div>
          )}
        </dl>
      )}
      {action?.attempts !== undefined && action.attempts > 1 && <p>{strings.attempts(action.attempts)}</p>}
      <div>
        <p className="mb-1 text-soft">{strings.arguments}</p>
        <Code label={strings.arguments}>{visible(given === undefined ? call.arguments : pretty(given))}</Code>
      </div>
      {answer?.result !== undefined && answer.result !== null && (
        <div>
          <p className="mb-1 flex items-center gap-2 text-soft">{strings.result}</p>
          <Code label={strings.result}>{visible(pretty(answer.result))}</Code>
        </div>
      )}
      {answer && <OutsideMark sources={answer.sources} />}
      {action && (
        <Link to="/audit/$action" params={{ action: action.id }} className="inline-flex items-center gap-1.5 text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent">
          <Icon name="audit" />
          {strings.trail}
        </Link>
      )}
    </>
  )
}

/** What asking again made of a request that ran out: it stands where the old one stood. */
function AskedAgain({ approval }: { approval: string }) {
  const old = useQuery(approvalQuery(approval))
  const next = old.data?.askedAgainAs ?? undefined
  const action = useQuery({ ...actionQuery(next ?? ''), enabled: next !== undefined })
  if (!old.data || (!old.data.canAskAgain && next === undefined)) return null
  const made = action.data
  const outcome = made && outcomeOf({ action: made, answer: undefined, isLive: true })
  return (
    <div className="space-y-3 border-t border-line p-3">
      {next === undefined ? <ApprovalPanel id={approval} /> : made?.approval != null ? <ApprovalPanel id={made.approval} action={made} /> : null}
      {made && outcome !== undefined && isSettled(made) && (
        <p role="status" className="flex flex-wrap items-center gap-2">
          {strings.askedAgain}
          <Badge tone={looks[outcome].tone} icon={<Icon name={looks[outcome].icon} className="size-3" />}>
            {strings.states[outcome]}
          </Badge>
          {made.url != null && <ExternalLink href={made.url}>{strings.open}</ExternalLink>}
        </p>
      )}
    </div>
  )
}
