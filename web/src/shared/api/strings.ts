export const api = {
  unreachable: 'Countersign gives no answer',
  unreachableDetail: 'Look at your connection, or wait a moment and try again.',
  garbled: 'The answer was not understood',
  garbledDetail: 'Reload the page: the app may be newer than what you see.',
}
