export const accounts = {
  title: 'Accounts',
  lead: 'Where agents may act for you, and as whom.',
  states: { not_linked: 'Not linked', unconfirmed: 'Confirm it', confirmed: 'Ready', differs: 'Another account' },
}
