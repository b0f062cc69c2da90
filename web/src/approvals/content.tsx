import type { components } from '@/shared/api/schema.gen'
import { Code, ExternalLink, Icon, pretty, Tabs } from '@/shared/components'
import { visible } from '@/shared/visible'
import { Fields } from './fields'
import type { Approval } from './queries'
import { approvals as strings } from './strings'

type Action = components['schemas']['ActionView']

/** Exactly what will happen: in words, all of the text, and raw. What comes from outside stands as text. */
export function ApprovalContent({ approval, action }: { approval: Approval; action?: Action | undefined }) {
  return (
    <Tabs
      label={strings.what}
      tabs={[
        { value: 'words', label: strings.words, content: <Words approval={approval} /> },
        { value: 'phone', label: strings.phone, content: <OnThePhone approval={approval} /> },
        { value: 'raw', label: strings.raw, content: <Code label={strings.raw}>{visible(pretty(rawOf(approval, action)))}</Code> },
      ]}
    />
  )
}

function Words({ approval }: { approval: Approval }) {
  return (
    <div className="space-y-4 text-sm">
      <dl className="grid grid-cols-[minmax(4rem,6.5rem)_1fr] gap-x-4 gap-y-1.5 sm:grid-cols-[minmax(7.5rem,max-content)_1fr]">
        {approval.identifiers.map((field) => (
          <Row key={field.name} name={field.name} value={field.value} />
        ))}
        <Row name={strings.by} value={strings.agent(approval.agent)} />
        <Row name={strings.because} value={approval.because} />
      </dl>
      {approval.freeTexts.map((text) => (
        <div key={text.name}>
          <p className="mb-1 text-soft">{strings.freeText(text.name, [...text.value].length)}</p>
          <Code label={`${text.name}, ${approval.code ?? approval.id}`} className="!font-sans !text-sm !leading-6">
            {visible(text.value)}
          </Code>
        </div>
      ))}
      {approval.sources.length > 0 && <Sources sources={approval.sources} />}
      {approval.url != null && <ExternalLink href={approval.url}>{strings.look}</ExternalLink>}
    </div>
  )
}

function OnThePhone({ approval }: { approval: Approval }) {
  return (
    <div className="space-y-3">
      <p className="text-sm text-soft">{strings.phoneLead}</p>
      <Fields fields={[...approval.onThePhone, ...(approval.code == null ? [] : [{ name: strings.code, value: approval.code }])]} />
    </div>
  )
}

function Row({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt className="text-soft">{name}</dt>
      <dd className="min-w-0 whitespace-pre-wrap">
        <bdi className={isHash(value) ? 'font-mono text-[0.8125rem]' : undefined}>{visible(value)}</bdi>
      </dd>
    </>
  )
}

function Sources({ sources }: { sources: string[] }) {
  return (
    <div className="rounded-xl bg-warn-wash p-3.5 ring-1 ring-warn/20 ring-inset">
      <p className="flex items-center gap-2 font-medium text-warn">
        <Icon name="outside" />
        {strings.sources}
      </p>
      <p className="mt-1">{strings.sourcesDetail}</p>
      <ul className="mt-1.5 font-mono text-xs">
        {sources.map((source) => (
          <li key={source}>{visible(source)}</li>
        ))}
      </ul>
    </div>
  )
}

/** Letters that are compared rather than read. */
const isHash = (value: string) => /^[0-9a-f]{40,}$/.test(value)

const rawOf = (approval: Approval, action: Action | undefined) =>
  action
    ? { tool: action.tool, arguments: action.arguments, resolved: action.resolved, digest: action.digest, rule: action.rule, policyVersion: action.policyVersion }
    : { tool: approval.tool, identifiers: approval.identifiers, freeTexts: approval.freeTexts }
