import { useState, type ReactNode } from 'react'
import { ApiProblem } from '@/shared/api/problem'
import { Badge, Button, Choice, Code, Dialog, Empty, ExternalLink, Field, Icon, iconNames, Menu, MenuChoice, MenuItem, MenuLine, MenuNote, Page, Problem, RelativeTime, Skeleton, SkeletonRows, Tabs, toast, Tooltip, type ButtonKind, type Tone } from '@/shared/components'

const kinds: ButtonKind[] = ['primary', 'plain', 'quiet', 'danger']
const tones: Tone[] = ['neutral', 'accent', 'good', 'bad', 'warn']

/** Each shared component in each of its states; in development alone. */
export function ComponentsPage() {
  const [open, setOpen] = useState(false)
  const [choice, setChoice] = useState('a')
  const [now] = useState(() => Date.now())
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
            <MenuNote>Who or what it is about</MenuNote>
            <MenuLine />
            <MenuItem icon="copy">First</MenuItem>
            <MenuItem icon="lock" disabled>
              Cannot be chosen
            </MenuItem>
            <MenuItem icon="stop" tone="bad">
              Second
            </MenuItem>
            <MenuLine />
            <MenuChoice label="One of them" value={choice} onChange={setChoice} choices={[{ value: 'a', label: 'This', icon: 'sun' }, { value: 'b', label: 'That', icon: 'moon' }]} />
          </Menu>
          <Tooltip text="More about it">
            <Button>Tooltip</Button>
          </Tooltip>
          <Button onClick={() => toast('It was done', { tone: 'good', text: 'All of it.' })}>Toast: good</Button>
          <Button onClick={() => toast('It was noted')}>Toast: neutral</Button>
          <Button onClick={() => toast('It was not done', { tone: 'bad', text: 'What to do about it.' })}>Toast: bad</Button>
        </div>
        <Dialog
          open={open}
          onOpenChange={setOpen}
          title="A question"
          description="With a sentence under it."
          actions={
            <>
              <Button onClick={() => setOpen(false)}>Cancel</Button>
              <Button kind="danger">Go on</Button>
            </>
          }
        >
          <p className="text-sm">What it means.</p>
        </Dialog>
      </Part>
      <Part title="Field, Choice">
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Plain" placeholder="…" hint="A hint under it." />
          <Field label="Wrong" defaultValue="x" problem="At least two letters." />
          <Field label="Name heard alone" quietLabel type="search" placeholder="Without a visible name" />
          <Field label="Closed" defaultValue="Cannot be changed" disabled />
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
        <p className="flex flex-wrap gap-x-4 text-sm">
          {[0, 300, 7200, 200_000, 2_000_000].map((seconds) => (
            <RelativeTime key={seconds} at={new Date(now - seconds * 1000).toISOString()} />
          ))}
        </p>
        <ExternalLink href="https://github.com/">GitHub</ExternalLink>
      </Part>
      <Part title="Icon">
        <ul className="grid grid-cols-3 gap-x-4 gap-y-2 text-xs sm:grid-cols-6">
          {iconNames.map((name) => (
            <li key={name} className="flex items-center gap-2">
              <Icon name={name} className="text-soft" />
              {name}
            </li>
          ))}
        </ul>
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
