import { useState, type ReactNode } from 'react'
import { ApiProblem } from '@/shared/api/problem'
import { Badge, Button, Choice, Code, Dialog, Empty, ExternalLink, Field, Icon, Menu, MenuItem, Page, Problem, RelativeTime, Skeleton, SkeletonRows, Tabs, toast, Tooltip, type ButtonKind, type Tone } from '@/shared/components'

const kinds: ButtonKind[] = ['primary', 'plain', 'quiet', 'danger']
const tones: Tone[] = ['neutral', 'accent', 'good', 'bad', 'warn']

/** Each shared component in each of its states; in development alone. */
export function ComponentsPage() {
  const [open, setOpen] = useState(false)
  return (
    <Page title="Components" lead="Every shared component in its states. Switch the theme and narrow the window.">
      <Part title="Button">
        {kinds.map((kind) => (
          <div key={kind} className="flex flex-wrap items-center gap-2">
            <Button kind={kind}>{kind}</Button>
            <Button kind={kind} size="small">
              small
            </Button>
            <Button kind={kind} size="icon" aria-label={`${kind} icon`}>
              <Icon name="plus" />
            </Button>
            <Button kind={kind} disabled>
              disabled
            </Button>
            <Button kind={kind} busy>
              busy
            </Button>
          </div>
        ))}
      </Part>
      <Part title="Badge">
        <div className="flex flex-wrap gap-2">
          {tones.map((tone) => (
            <Badge key={tone} tone={tone} icon={<Icon name="clock" className="size-3" />}>
              {tone}
            </Badge>
          ))}
        </div>
      </Part>
      <Part title="Dialog, Menu, Tooltip, Toast">
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => setOpen(true)}>Dialog</Button>
          <Menu trigger={<Button>Menu</Button>}>
            <MenuItem icon="copy">First</MenuItem>
            <MenuItem icon="stop" tone="bad">
              Second
            </MenuItem>
          </Menu>
          <Tooltip text="More about it">
            <Button>Tooltip</Button>
          </Tooltip>
          <Button onClick={() => toast('It was done', { tone: 'good', text: 'All of it.' })}>Toast</Button>
        </div>
        <Dialog open={open} onOpenChange={setOpen} title="A question" description="With a sentence under it." actions={<Button kind="primary">Go on</Button>} />
      </Part>
      <Part title="Field, Choice">
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Plain" placeholder="…" hint="A hint under it." />
          <Field label="Wrong" defaultValue="x" problem="At least two letters." />
          <Choice label="Choice">
            <option>One</option>
            <option>Two</option>
          </Choice>
        </div>
      </Part>
      <Part title="Tabs">
        <Tabs label="Example" tabs={[{ value: 'a', label: 'In words', content: 'Words' }, { value: 'b', label: 'Raw', content: <Code label="Raw">{'{ "a": 1 }'}</Code> }]} />
      </Part>
      <Part title="Problem">
        <Problem error={new ApiProblem({ type: '/problems/provider-unavailable', title: 'GitHub gave no answer', status: 503, detail: 'Nothing was done. Try again in a minute.', trace: '0af7651916cd43dd8448eb211c80319c' })} onRetry={() => undefined} />
        <Problem error={new Error('x')} />
      </Part>
      <Part title="Skeleton, Empty, RelativeTime, ExternalLink">
        <Skeleton className="h-6 w-40" />
        <SkeletonRows rows={2} />
        <Empty icon="approvals" title="Nothing waits for you" action={<Button>Do something</Button>}>
          What would be here, and how it comes.
        </Empty>
        <RelativeTime at={new Date().toISOString()} />
        <ExternalLink href="https://github.com/">GitHub</ExternalLink>
      </Part>
    </Page>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mb-8 space-y-3">
      <h2 className="text-sm font-semibold text-soft">{title}</h2>
      {children}
    </section>
  )
}
