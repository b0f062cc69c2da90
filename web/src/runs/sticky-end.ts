import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'

const near = 96

/**
 * Keeps the end of what grows in sight while the person is there, and leaves them where they are when they went up to read. `changes` is what makes it
 * grow from outside; what grows by itself is seen by its size.
 */
export function useStickyEnd(changes: readonly unknown[]) {
  const box = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const sticks = useRef(true)
  const [isThere, setIsThere] = useState(true)

  const go = useCallback(() => {
    sticks.current = true
    setIsThere(true)
    const element = box.current
    if (element) element.scrollTop = element.scrollHeight
  }, [])

  useEffect(() => {
    const element = box.current
    if (!element) return
    const seen = () => {
      sticks.current = element.scrollHeight - element.scrollTop - element.clientHeight < near
      setIsThere(sticks.current)
    }
    element.addEventListener('scroll', seen, { passive: true })
    const grown = new ResizeObserver(() => sticks.current && go())
    if (content.current) grown.observe(content.current)
    return () => {
      element.removeEventListener('scroll', seen)
      grown.disconnect()
    }
  }, [go])

  useLayoutEffect(() => {
    if (sticks.current) go()
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the caller's list is the list
  }, changes)

  return { box, content, isThere, go }
}
