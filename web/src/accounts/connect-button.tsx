import { useState } from 'react'
import { link } from '@/shared/auth/sign-in'
import { Button, Icon, toastProblem } from '@/shared/components'
import { nameOf } from './names'
import { accounts as strings } from './strings'

/** Sends the person to the provider, and back to `returnTo`. */
export function ConnectButton({ connection, returnTo, again = false }: { connection: string; returnTo: string; again?: boolean }) {
  const [busy, setBusy] = useState(false)
  const connect = () => {
    setBusy(true)
    link(connection, returnTo).catch((error: unknown) => {
      setBusy(false)
      toastProblem(error)
    })
  }
  return (
    <Button kind="primary" busy={busy} onClick={connect}>
      <Icon name="link" />
      {again ? strings.connectAgain(nameOf(connection)) : strings.connect(nameOf(connection))}
    </Button>
  )
}
