import { memo, useLayoutEffect, useRef, useState } from 'react'
import { Answer } from './answer'
import { Bubble } from './bubble'
import type { Action } from './queries'
import { heightOf, isSame, type Row } from './rows'
import { Seen } from './seen'

interface Props {
  rows: Row[]
  liveRun: string | undefined
  actions: Map<string, Action>
  needsYou: boolean
}

/** Some rows that the browser draws, or leaves out where nobody looks, together: each by itself would be asked about with every frame. */
export const Group = memo(
  function Group({ rows, liveRun, actions, needsYou }: Props) {
    const { box, seen } = useSeen()
    return (
      <div ref={box} className="space-y-5 [content-visibility:auto]" style={{ containIntrinsicSize: `auto ${rows.reduce((sum, row) => sum + 1.25 + heightOf(row), -1.25).toFixed(1)}rem` }}>
        <Seen value={seen}>
          {rows.map((row) =>
            row.message?.role === 'person' ? (
              <Bubble key={row.key} text={row.message.text} />
            ) : (
              <Answer key={row.key} row={row} actions={actions} isLive={row.run === liveRun} needsYou={needsYou && row.run === liveRun} />
            ),
          )}
        </Seen>
      </div>
    )
  },
  (before, now) => before.rows.length === now.rows.length && before.rows.every((row, at) => isSame(row, now.rows[at] ?? row)) && (!(isLive(before) || isLive(now)) || (before.liveRun === now.liveRun && before.actions === now.actions && before.needsYou === now.needsYou)),
)

/** What was said in runs that are over is not drawn anew while another goes on. */
const isLive = ({ rows, liveRun }: Props) => rows.some((row) => row.run === liveRun)

/** Whether the browser found it near enough to draw it, once. */
function useSeen() {
  const box = useRef<HTMLDivElement>(null)
  const [seen, setSeen] = useState(!CSS.supports('content-visibility', 'auto'))
  useLayoutEffect(() => {
    const element = box.current
    if (!element || seen) return
    const changed = (event: Event) => event.target === element && !(event as ContentVisibilityAutoStateChangeEvent).skipped && setSeen(true)
    element.addEventListener('contentvisibilityautostatechange', changed)
    return () => element.removeEventListener('contentvisibilityautostatechange', changed)
  }, [seen])
  return { box, seen }
}
