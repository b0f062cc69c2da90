import { accounts as strings } from './strings'

/** A connection as people call it. */
export const nameOf = (connection: string) => strings.providers[connection] ?? connection
