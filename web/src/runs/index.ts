/** What other folders may use of runs. */
export { useGrants } from './grants'
export { useLiveRuns } from './live'
export { NewConversation } from './new-conversation'
export { Threads, useThreads } from './threads'
export const loadChatView = () => import('./chat-view').then((module) => module.ChatView)
