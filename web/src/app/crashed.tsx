import { Link, useRouter } from '@tanstack/react-router'
import { Button, Empty, Icon, useTitle } from '@/shared/components'
import { app as strings } from './strings'
import { shared } from '@/shared/strings'

/** What is left of a view that threw. */
export function Crashed() {
  const router = useRouter()
  return (
    <Empty page icon="warning" title={strings.crashed} action={<Button onClick={() => void router.invalidate()}><Icon name="again" />{shared.again}</Button>}>
      {strings.crashedText}
    </Empty>
  )
}

export function NotFound() {
  useTitle(strings.notFound)
  return (
    <Empty page icon="question" title={strings.notFound} action={<Button asChild><Link to="/">{strings.toStart}</Link></Button>}>
      {strings.notFoundText}
    </Empty>
  )
}
