export const audit = {
  title: 'Audit',
  lead: 'Everything that was proposed, decided, asked and done, in a chain that shows when it was altered.',
  none: 'Nothing happened yet',
}
