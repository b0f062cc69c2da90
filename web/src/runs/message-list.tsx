import { lazy, memo, Suspense } from 'react'
import { persistently } from '@/shared/online/persistently'
import { Bubble } from './bubble'
import { OutsideMark } from './outside'
import type { Action, Message } from './queries'
import { runs as strings } from './strings'
import { ToolCard } from './tool-card'

const Markdown = lazy(() => persistently(() => import('./markdown')))

interface Props {
  messages: Message[]
  /** The run that goes on in this thread, and what is known of its actions. */
  liveRun: string | undefined
  actions: Map<string, Action>
  /** That run waits for something that the person has to do first. */
  needsYou: boolean
}

export const MessageList = memo(function MessageList({ messages, liveRun, actions, needsYou }: Props) {
  const asked = new Map(messages.filter((message) => message.role === 'person').map((message) => [message.run, message.text]))
  const answers = new Map(messages.filter((message) => message.role === 'tool').map((message) => [keyOf(message, message.call ?? ''), message]))
  return messages.map((message) =>
    message.role === 'person' ? (
      <Said key={message.number} message={message} />
    ) : message.role === 'assistant' ? (
      <Answer key={message.number} message={message} liveRun={liveRun} actions={actions} answers={answers} needsYou={needsYou} asked={asked.get(message.run)} />
    ) : null,
  )
})

/** What the person asked, as they wrote it. */
const Said = memo(function Said({ message }: { message: Message }) {
  return <Bubble text={message.text} />
})

interface AnswerProps {
  message: Message
  liveRun: string | undefined
  actions: Map<string, Action>
  answers: Map<string, Message>
  needsYou: boolean
  asked: string | undefined
}

/** What the agent said and the tools it called, with what came of them. */
const Answer = memo(
  function Answer({ message, liveRun, actions, answers, needsYou, asked }: AnswerProps) {
    return (
      <div className="space-y-3 [content-visibility:auto] [contain-intrinsic-size:auto_4rem]">
        {message.text !== '' && (
          <div>
            <span className="sr-only">{strings.agent}: </span>
            <Words text={message.text} />
            {message.calls.length === 0 && message.sources.length > 0 && (
              <div className="mt-2">
                <OutsideMark sources={message.sources} />
              </div>
            )}
          </div>
        )}
        {message.calls.map((call, at) => (
          <ToolCard
            key={call.id}
            call={call}
            answer={answers.get(keyOf(message, at))}
            live={actions.get(call.action)}
            isLive={liveRun === message.run}
            needsYou={needsYou && liveRun === message.run}
            asked={asked}
          />
        ))}
      </div>
    )
  },
  (before, now) =>
    before.message === now.message &&
    before.asked === now.asked &&
    now.message.calls.every((_, at) => before.answers.get(keyOf(now.message, at)) === now.answers.get(keyOf(now.message, at))) &&
    (now.message.calls.length === 0 || (isLive(before) === isLive(now) && (!isLive(now) || (before.needsYou === now.needsYou && before.actions === now.actions)))),
)

/** What was said in runs that are over is not drawn anew while another goes on. */
const isLive = ({ message, liveRun }: AnswerProps) => message.run === liveRun

const keyOf = (message: Message, call: number | string) => `${message.run} ${message.turn} ${call}`

export function Words({ text, growing = false }: { text: string; growing?: boolean }) {
  return (
    <div className="text-[0.9375rem] leading-[1.65]">
      <Suspense fallback={<p className="whitespace-pre-wrap">{text}</p>}>
        <Markdown text={text} growing={growing} />
      </Suspense>
    </div>
  )
}
