import { useTitle } from '@/shared/components'
import { runs as strings } from './strings'

export function ChatView() {
  useTitle(strings.chat)
  return (
    <div className="mx-auto flex h-full max-w-3xl flex-col justify-center px-4">
      <h1 className="text-2xl font-semibold">{strings.welcome}</h1>
    </div>
  )
}
