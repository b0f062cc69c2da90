import { lazy, Suspense } from 'react'
import { persistently } from '@/shared/online/persistently'

const Markdown = lazy(() => persistently(() => import('./markdown')))

/** What an agent says, as Markdown as soon as that can be read. */
export function Words({ text, growing }: { text: string; growing: boolean }) {
  return (
    <div className="text-[0.9375rem] leading-[1.65]">
      <Suspense fallback={<p className="whitespace-pre-wrap">{text}</p>}>
        <Markdown text={text} growing={growing} />
      </Suspense>
    </div>
  )
}
