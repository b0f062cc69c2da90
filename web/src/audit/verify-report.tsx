import { Link } from '@tanstack/react-router'
import clsx from 'clsx'
import { Icon, RelativeTime, type IconName } from '@/shared/components'
import { visible } from '@/shared/visible'
import { verify as strings } from './strings'
import type { Checkpoint, Report } from './verify/wire'

const looks: Record<string, { icon: IconName; ink: string; wash: string }> = {
  verified: { icon: 'check', ink: 'text-good', wash: 'bg-good-wash' },
  content_altered: { icon: 'warning', ink: 'text-warn', wash: 'bg-warn-wash' },
  broken: { icon: 'cross', ink: 'text-bad', wash: 'bg-bad-wash' },
}

const mostNamed = 20

interface Props {
  report: Report
  outside: Checkpoint | undefined
  file: string | undefined
  ms: number
}

/** What verifying found: the first broken link, every altered content, and how far a checkpoint from outside vouches. */
export function VerifyReport({ report, outside, file, ms }: Props) {
  const look = looks[report.state] ?? { icon: 'warning' as const, ink: 'text-bad', wash: 'bg-bad-wash' }
  const { firstBreak, altered, erased } = report
  return (
    <div role="group" aria-label={`${file === undefined ? strings.ofYours : strings.ofFile(file)}: ${strings.states[report.state] ?? report.state}`} className={clsx('mt-4 rounded-xl p-4 text-sm', look.wash)}>
      <p className={clsx('flex items-center gap-2 text-base font-semibold', look.ink)}>
        <Icon name={look.icon} className="size-5" />
        {strings.states[report.state] ?? report.state}
      </p>
      <p className="mt-0.5 text-xs text-soft">
        {file === undefined ? strings.ofYours : strings.ofFile(visible(file))} · {strings.took(ms)}
      </p>

      {firstBreak ? (
        <div className="mt-3">
          <p className="font-medium">{strings.brokenAt(firstBreak.seq, strings.breaks[firstBreak.kind] ?? firstBreak.kind)}</p>
          <p className="mt-0.5">{firstBreak.text}</p>
          <p className="mt-0.5">{strings.brokenAfter(report.entries)}</p>
        </div>
      ) : altered.length > 0 ? null : (
        <p className="mt-3">{strings.verified(report.entries)}</p>
      )}

      {altered.length > 0 && (
        <div className="mt-3">
          <p className="font-medium">{strings.altered(altered.length)}</p>
          <ul className="mt-1 space-y-1">
            {altered.slice(0, mostNamed).map((one) => (
              <li key={one.seq} className="flex flex-wrap gap-x-2">
                <span className="tabular-nums">{one.seq}</span>
                <span className="font-mono text-xs leading-5">{visible(one.kind)}</span>
                {one.concerns?.startsWith('act_') && file === undefined ? (
                  <Link to="/audit/$action" params={{ action: one.concerns }} className="font-mono text-xs leading-5 text-accent underline underline-offset-2">
                    {one.concerns}
                  </Link>
                ) : (
                  <span className="font-mono text-xs leading-5">{visible(one.concerns ?? '')}</span>
                )}
              </li>
            ))}
          </ul>
          {altered.length > mostNamed && <p className="mt-1">{strings.more(altered.length - mostNamed)}</p>}
        </div>
      )}
      {erased.length > 0 && <p className="mt-3">{strings.erased(erased.length)}</p>}

      {!firstBreak && (
        <p className="mt-3">
          <span className="font-medium">{report.tail === 'covered' ? strings.covered : strings.notCovered}.</span> <Reach report={report} at={outside?.at} />
        </p>
      )}
      <p className="mt-3 text-xs text-soft">
        {strings.person} <span className="font-mono">{visible(report.principal)}</span>
      </p>
    </div>
  )
}

function Reach({ report, at }: { report: Report; at: string | undefined }) {
  if (report.coveredTo === 0) return strings.reachesNone
  return (
    <>
      {strings.reaches(report.coveredTo)}
      {at !== undefined && (
        <>
          {' '}
          (<RelativeTime at={at} />)
        </>
      )}
      {report.coveredTo === report.entries ? `, ${strings.reachesAll}` : strings.reachesPart(report.coveredTo + 1)}
    </>
  )
}
