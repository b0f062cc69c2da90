import { createContext, useContext } from 'react'
import { Button, Icon } from '@/shared/components'
import { runs as strings } from './strings'

/** Says something in this chat; nothing while something is being said already. Those who do not show a button are not drawn anew when it changes. */
export const Say = createContext<((text: string) => void) | undefined>(undefined)

/** Says once more what led to something that did not happen. */
export function AskAnew({ text }: { text: string }) {
  const say = useContext(Say)
  if (!say) return null
  return (
    <Button size="small" onClick={() => say(text)}>
      <Icon name="again" />
      {strings.askAnew}
    </Button>
  )
}
