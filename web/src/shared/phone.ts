/** Beside the app, about as large as a phone; one that is open already is shown again. */
export function openPhone(url: string | null | undefined): void {
  if (url) window.open(url, 'countersign-phone', 'popup,width=420,height=800')
}
