/** What a verifier says of a chain that does not hold. */
export const broken = {
  behind: (seq: number) => `Entry ${seq} stands behind a later one.`,
  unreadable: 'What stands here is not an entry.',
  checkpoint: 'A checkpoint is another chain’s, or its signature does not hold.',
  disagree: 'Two signed checkpoints disagree on this entry.',
  reordered: (found: number, wanted: number) => `Entry ${found} stands where entry ${wanted} belongs.`,
  removed: (found: number, wanted: number) => `Entry ${wanted} is missing: entry ${found} stands in its place.`,
  foreign: 'The entry is of another person’s chain.',
  altered: 'The entry is not what its hash says.',
  madeAnew: (seq: number) => `The entry does not follow from the one before: entry ${seq} or an earlier one was made anew.`,
  sawAnother: 'A signed checkpoint saw another entry here: the chain up to it was made anew.',
  truncated: (ends: number, had: number) => `The chain ends at entry ${ends}, and once had at least ${had}.`,
  content: 'The content is not what was recorded.',
  contentTooMuch: 'A content stands beside an entry that has none.',
}
