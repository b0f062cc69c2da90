import { useQuery } from '@tanstack/react-query'
import { Button, Dialog, Icon, Problem, toast } from '@/shared/components'
import { shared } from '@/shared/strings'
import { nameOf } from './names'
import { toolsQuery, useDisconnect } from './queries'
import { accounts as strings } from './strings'

/** Asked once, with what will stop working. */
export function Disconnect({ connection, open, onOpenChange }: { connection: string; open: boolean; onOpenChange: (open: boolean) => void }) {
  const disconnect = useDisconnect()
  const tools = useQuery({ ...toolsQuery, enabled: open })
  const name = nameOf(connection)
  const count = tools.data?.tools.filter((tool) => tool.connection === connection).length ?? 0
  const go = () =>
    disconnect.mutate(connection, {
      onSuccess: ({ approvals, forgotten }) => {
        onOpenChange(false)
        const text = forgotten ? strings.withdrawn(approvals) : strings.keptAtTenant(name)
        toast(strings.disconnected(name), { tone: forgotten ? 'good' : 'bad', ...(text === undefined ? {} : { text }) })
      },
    })
  return (
    <Dialog
      open={open}
      onOpenChange={(now) => {
        onOpenChange(now)
        disconnect.reset()
      }}
      title={strings.disconnectTitle(name)}
      description={strings.disconnectText}
      actions={
        <>
          <Button onClick={() => onOpenChange(false)}>{shared.cancel}</Button>
          <Button kind="danger" busy={disconnect.isPending} onClick={go}>
            {strings.disconnect}
          </Button>
        </>
      }
    >
      <ul className="space-y-2 text-sm">
        {strings.disconnectConsequences(name, count).map((consequence) => (
          <li key={consequence} className="flex gap-2.5">
            <Icon name="stop" className="mt-0.5 text-bad" />
            {consequence}
          </li>
        ))}
      </ul>
      <p className="mt-3 text-sm text-soft">{strings.disconnectAfter}</p>
      {disconnect.isError && (
        <div className="mt-4">
          <Problem error={disconnect.error} />
        </div>
      )}
    </Dialog>
  )
}
