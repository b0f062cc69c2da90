export const policies = {
  title: 'Permissions',
  lead: 'What agents may do by themselves, and what waits for you.',
  decisions: { allow: 'Allowed', step_up: 'Asks you', deny: 'Denied' } as Record<string, string>,
}
