export const auth = {
  tagline: 'Agents propose. You countersign.',
  promises: [
    'An agent never holds a key of yours.',
    'What changes something waits for your phone.',
    'Every step stands in a trail you can verify.',
  ],
  signIn: 'Sign in',
  signOut: 'Sign out',
  starting: 'Signing you in',
  ended: 'Your session has ended',
  endedDetail: 'Sign in again to go on where you were. What waits for your phone still waits.',
  declined: 'You did not sign in',
  failed: 'Signing in did not work',
  noConfig: 'Countersign gives no answer',
  noConfigDetail: 'Look at your connection, then try again.',
  again: 'Try again',
}
