export const shared = {
  name: 'Countersign',
  close: 'Close',
  cancel: 'Cancel',
  again: 'Try again',
  loading: 'Loading …',
  more: 'Show more',
  reference: 'Reference:',
  defect: 'Something went wrong here',
  defectDetail: 'Reload the page. Nothing was changed by this.',
  newWindow: '(opens a new window)',
  notices: 'Notices',
  justNow: 'just now',
}
