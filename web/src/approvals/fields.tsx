import { Code } from '@/shared/components'
import { visible } from '@/shared/visible'

interface Field {
  name: string
  value: string
}

/** What is acted on: a name and its value, whole. */
export function Fields({ fields }: { fields: readonly Field[] }) {
  return (
    <dl className="grid gap-x-6 gap-y-2 text-sm sm:grid-cols-[minmax(6rem,max-content)_1fr]">
      {fields.map((field) => (
        <div key={field.name} className="contents">
          <dt className="text-soft max-sm:-mb-1.5">{field.name}</dt>
          <dd className="min-w-0 whitespace-pre-wrap font-medium">
            <bdi>{visible(field.value)}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** Texts that people or a model wrote, all of each, as text. */
export function Texts({ texts }: { texts: readonly Field[] }) {
  return texts.map((text) => (
    <div key={text.name} className="text-sm">
      <p className="mb-1 text-soft">{text.name}</p>
      <Code label={text.name}>{visible(text.value)}</Code>
    </div>
  ))
}
