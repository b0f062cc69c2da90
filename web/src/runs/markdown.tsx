import { memo, type ReactElement } from 'react'
import Rendered, { type Components } from 'react-markdown'
import gfm from 'remark-gfm'
import { ExternalLink } from '@/shared/components'
import { visible } from '@/shared/visible'
import { blocks } from './blocks'

/** Elements alone: raw HTML stays text, images become their description, and an address that is no page of the web is no link. */
const components: Components = {
  a: ({ href, children }) => <ExternalLink href={href ?? ''}>{children}</ExternalLink>,
  img: ({ alt }) => <span>{alt}</span>,
  h1: ({ children }) => <p className="mt-4 text-base font-semibold first:mt-0">{children}</p>,
  h2: ({ children }) => <p className="mt-4 text-base font-semibold first:mt-0">{children}</p>,
  h3: ({ children }) => <p className="mt-3 font-semibold first:mt-0">{children}</p>,
  p: ({ children }) => <p className="mt-3 first:mt-0">{children}</p>,
  ul: ({ children }) => <ul className="mt-2 list-disc space-y-1 pl-5 first:mt-0">{children}</ul>,
  ol: ({ children, start }) => (
    <ol start={start} className="mt-2 list-decimal space-y-1 pl-6 first:mt-0">
      {children}
    </ol>
  ),
  input: ({ checked }) => <span>{checked === true ? '☑ ' : '☐ '}</span>,
  blockquote: ({ children }) => <blockquote className="mt-3 border-l-2 border-line pl-3 text-soft first:mt-0">{children}</blockquote>,
  code: ({ children }) => <code className="rounded bg-sunken px-1 py-0.5 font-mono text-[0.8125em]">{children}</code>,
  pre: ({ children }) => (
    <pre tabIndex={0} className="mt-3 overflow-x-auto rounded-lg bg-sunken p-3 font-mono text-xs leading-5 ring-1 ring-line ring-inset first:mt-0 [&_code]:bg-transparent [&_code]:p-0 [&_code]:text-xs">
      {children}
    </pre>
  ),
  table: ({ children }) => (
    <div tabIndex={0} className="mt-3 overflow-x-auto first:mt-0">
      <table className="min-w-full text-left text-sm [&_td]:border-t [&_td]:border-line [&_td]:px-2 [&_td]:py-1.5 [&_th]:px-2 [&_th]:py-1.5 [&_th]:font-medium">{children}</table>
    </div>
  ),
  hr: () => <hr className="my-4 border-line" />,
}

const most = 400
const known = new Map<string, ReactElement>()

/** Read once: a finished answer is made of the blocks that were read while it grew. */
function rendered(text: string): ReactElement {
  const before = known.get(text)
  if (before) return before
  const made = Rendered({ remarkPlugins: [gfm], components, children: visible(text) }) // a plain function: it keeps nothing between calls
  if (known.size >= most) for (const old of [...known.keys()].slice(0, most / 2)) known.delete(old)
  known.set(text, made)
  return made
}

const Block = memo(function Block({ text }: { text: string }) {
  return rendered(text)
})

/** Names that stand for an address anywhere in the text: such a text is read as a whole. */
const definition = /^ {0,3}\[[^\]]+\]:/m

/** What an agent says. While it grows, only its last block is read again. */
export default function Markdown({ text, growing = false }: { text: string; growing?: boolean }) {
  if (!growing && definition.test(text)) return <Block text={text} />
  return blocks(text).map((block, at) => <Block key={at} text={block} />)
}
