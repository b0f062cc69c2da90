import { useRef } from 'react'

/** For a dialog that no trigger of Radix's opened: the focus goes back to what had it, or to the content where that is gone. */
export function useFocusBack() {
  const opener = useRef<Element>(null)
  return {
    onOpenAutoFocus: () => {
      opener.current = document.activeElement
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault()
      const back = opener.current
      if (back instanceof HTMLElement && back.isConnected && back !== document.body) back.focus()
      else document.getElementById('content')?.focus({ preventScroll: true })
    },
  }
}
