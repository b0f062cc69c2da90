import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { threadOfRunQuery } from './queries'
import { approvals as strings } from './strings'

/** To the chat of a run; nothing for a run that a client started directly. */
export function ChatLink({ run }: { run: string }) {
  const thread = useQuery(threadOfRunQuery(run))
  if (!thread.data) return null
  return (
    <Link to="/chat/$thread" params={{ thread: thread.data }} className="text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent">
      {strings.run}
    </Link>
  )
}
