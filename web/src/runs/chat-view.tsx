import { useParams } from '@tanstack/react-router'
import { useTitle } from '@/shared/components'
import { Conversation } from './conversation'
import { runs as strings } from './strings'

/** A chat that has an address. */
export function ChatView() {
  const { thread = '' } = useParams({ strict: false })
  useTitle(strings.chat)
  return <Conversation key={thread} thread={thread} />
}
