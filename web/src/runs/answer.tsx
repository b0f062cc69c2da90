import { memo } from 'react'
import { OutsideMark } from './outside'
import type { Action } from './queries'
import { isSame, type Row } from './rows'
import { useStreamed } from './streamed'
import { runs as strings } from './strings'
import { ToolCard } from './tool-card'
import { Words } from './words'

interface Props {
  row: Row
  actions: Map<string, Action>
  isLive: boolean
  needsYou: boolean
}

/** What the agent says in a turn and the tools it called, with what came of them. It stays what it is when its turn is over. */
export const Answer = memo(
  function Answer({ row, actions, isLive, needsYou }: Props) {
    const { message } = row
    const streamed = useStreamed(message === undefined ? row.run : undefined)
    const text = message?.text ?? streamed?.text ?? ''
    return (
      <div className="space-y-3">
        {text !== '' && (
          <div>
            <span className="sr-only">{strings.agent}: </span>
            <Words text={text} growing={message === undefined} />
            {message !== undefined && message.calls.length === 0 && message.sources.length > 0 && (
              <div className="mt-2">
                <OutsideMark sources={message.sources} />
              </div>
            )}
          </div>
        )}
        {message?.calls.map((call, at) => (
          <ToolCard key={call.id} call={call} answer={row.answers[at]} live={actions.get(call.action)} isLive={isLive} needsYou={needsYou} asked={row.asked} />
        ))}
      </div>
    )
  },
  (before, now) =>
    isSame(before.row, now.row) &&
    (now.row.answers.length === 0 || (before.isLive === now.isLive && (!now.isLive || (before.needsYou === now.needsYou && before.actions === now.actions)))),
)
