import { useEffect, useRef } from 'react'
import { Button, Icon, toastProblem } from '@/shared/components'
import { shared } from '@/shared/strings'
import { setLinked, useLinked } from './linked'
import { nameOf } from './names'
import { useRefresh } from './queries'
import { accounts as strings } from './strings'

/** When the provider has just sent the person back: looks at once whose account it is, or says why nothing was linked. */
export function CameBack() {
  const linked = useLinked()
  const refresh = useRefresh()
  const looked = useRef(false)
  useEffect(() => {
    if (!linked || linked.error !== undefined || looked.current) return
    looked.current = true
    refresh.mutate(undefined, { onError: toastProblem })
  }, [linked, refresh])
  if (!linked) return null
  const name = nameOf(linked.connection ?? '')
  const failed = linked.error !== undefined
  return (
    <div role="status" className={`mb-4 flex items-start gap-3 rounded-xl border p-4 text-sm ${failed ? 'border-bad/30 bg-bad-wash' : 'border-good/30 bg-good-wash'}`}>
      <Icon name={failed ? 'warning' : 'check'} className={`mt-0.5 ${failed ? 'text-bad' : 'text-good'}`} />
      <div className="min-w-0 grow">
        {failed && <p className="font-medium">{strings.declinedTitle(name)}</p>}
        <p>{failed ? (linked.error === 'access_denied' ? strings.declined : strings.failed) : strings.cameBack(name)}</p>
      </div>
      <Button kind="quiet" size="icon" aria-label={shared.close} onClick={() => setLinked(undefined)} className="-m-2">
        <Icon name="close" />
      </Button>
    </div>
  )
}
