import { Link } from '@tanstack/react-router'
import clsx from 'clsx'
import { useId, useState, type ReactNode } from 'react'
import { Badge, Code, Icon, pretty, RelativeTime, type Tone } from '@/shared/components'
import { visible } from '@/shared/visible'
import type { Entry } from './queries'
import { audit as strings } from './strings'
import { iconOfEntry, toneOfDecision, toneOfEntry, toneOfOutcome } from './tone'

const dots: Record<Tone, string> = {
  neutral: 'bg-sunken text-soft ring-line',
  accent: 'bg-accent-wash text-accent ring-accent/20',
  good: 'bg-good-wash text-good ring-good/20',
  bad: 'bg-bad-wash text-bad ring-bad/20',
  warn: 'bg-warn-wash text-warn ring-warn/25',
}

/** One entry in a line; all of it when it is opened. In a story the action's own links are left out. */
export function EntryRow({ entry, inStory = false, note }: { entry: Entry; inStory?: boolean; note?: string | undefined }) {
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  const { decision, outcome, code } = entry
  return (
    <li className={clsx(inStory && 'group relative')}>
      {inStory && <span aria-hidden="true" className="absolute inset-y-0 left-[1.6875rem] w-px bg-line group-first:top-5 group-last:bottom-[calc(100%-1.25rem)]" />}
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
        className="relative flex min-h-11 w-full items-start gap-3 px-4 py-2.5 text-left text-sm hover:bg-hover focus-visible:-outline-offset-2"
      >
        <span aria-hidden="true" className={clsx('-mt-0.5 grid size-6 shrink-0 place-items-center rounded-full ring-1 ring-inset', dots[toneOfEntry(entry)])}>
          <Icon name={iconOfEntry(entry)} className="size-3.5" />
        </span>
        <span className="flex min-w-0 grow flex-wrap items-baseline gap-x-2.5 gap-y-1">
          <span className="font-medium">{strings.kinds[entry.kind] ?? entry.kind}</span>
          {entry.tool && !inStory && <span className="font-mono text-xs text-soft">{entry.tool}</span>}
          {entry.connection && !entry.tool && <span className="text-xs text-soft">{entry.connection}</span>}
          {decision && (entry.kind === 'action.decided' || (!inStory && entry.kind === 'read.done') || decision === 'deny') && (
            <Badge tone={toneOfDecision[decision] ?? 'neutral'}>{strings.decisions[decision] ?? decision}</Badge>
          )}
          {outcome && !entry.kind.startsWith('action.') && <Badge tone={outcome === 'done' ? 'neutral' : toneOfOutcome(outcome)}>{strings.outcomes[outcome] ?? outcome}</Badge>}
          {code && <span className="font-mono text-xs text-soft">{visible(code)}</span>}
        </span>
        <span className="flex shrink-0 items-center gap-2 text-xs leading-5 text-soft">
          {note !== undefined && <span className="max-sm:hidden">{note} ·</span>}
          <RelativeTime at={entry.at} />
          <Icon name="chevron" className={clsx('size-3.5', isOpen && 'rotate-90')} />
        </span>
      </button>
      <div id={id} hidden={!isOpen} className="relative px-4 pt-1 pb-4 sm:pl-[3.25rem]">
        {isOpen && <Details entry={entry} inStory={inStory} />}
      </div>
    </li>
  )
}

function Details({ entry, inStory }: { entry: Entry; inStory: boolean }) {
  const link = 'text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent'
  const rows: [string, ReactNode][] = [
    [strings.when, new Date(entry.at).toLocaleString(undefined, { dateStyle: 'full', timeStyle: 'long' })],
    [strings.entry, <Mono key="seq">{`${entry.seq} · ${entry.kind}`}</Mono>],
    [strings.tool, entry.tool && <Mono>{entry.tool}</Mono>],
    [strings.connection, entry.connection],
    [strings.decision, entry.decision && (strings.decisions[entry.decision] ?? entry.decision)],
    [strings.rule, entry.rule && <Mono>{entry.rule}</Mono>],
    [strings.policyVersion, entry.policyVersion && <Mono>{entry.policyVersion}</Mono>],
    [strings.outcome, entry.outcome && (strings.outcomes[entry.outcome] ?? entry.outcome)],
    [strings.subject, entry.subject && (strings.subjects[entry.subject] ?? entry.subject)],
    [strings.code, entry.code && <Mono>{visible(entry.code)}</Mono>],
    [strings.action, entry.action && !inStory && <><Mono>{entry.action}</Mono>{' '}<Link to="/audit/$action" params={{ action: entry.action }} className={link}>{strings.toStory}</Link></>],
    [strings.run, entry.run && <><Mono>{entry.run}</Mono>{' '}<Link to="/audit" search={{ run: entry.run }} className={link}>{strings.toRun}</Link></>],
    [strings.approval, entry.approval && <Mono>{entry.approval}</Mono>],
    [strings.hash, <Mono key="hash">{entry.hash}</Mono>],
  ]
  return (
    <>
      <dl className="grid gap-x-6 gap-y-1.5 text-sm sm:grid-cols-[minmax(7rem,max-content)_1fr]">
        {rows.map(([name, value]) =>
          value ? (
            <div key={name} className="contents">
              <dt className="text-soft max-sm:-mb-1.5 max-sm:text-xs">{name}</dt>
              <dd className="min-w-0">{value}</dd>
            </div>
          ) : null,
        )}
      </dl>
      {entry.erased && <p className="mt-3 text-sm text-warn">{strings.erased}</p>}
      {entry.content !== undefined && entry.content !== null && (
        <div className="mt-3">
          <p className="mb-1 text-sm text-soft">{strings.content}</p>
          <Code label={strings.content}>{visible(pretty(entry.content))}</Code>
        </div>
      )}
    </>
  )
}

const Mono = ({ children }: { children: string }) => <span className="font-mono text-xs break-all">{children}</span>
