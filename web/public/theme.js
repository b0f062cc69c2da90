// Before the first paint, so that a chosen theme does not flash into place.
try {
  const chosen = localStorage.getItem('countersign.theme')
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen
} catch {
  // No storage: the system's theme holds.
}
