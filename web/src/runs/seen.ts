import { createContext } from 'react'

/** Whether what is around was in sight yet: what it shows beyond its message is read when it is first looked at. */
export const Seen = createContext(true)
