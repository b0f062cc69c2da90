/** What other folders may use of runs. */
export { ChatView } from './chat-view'
export { Threads, useThreads } from './threads'
