import { useCallback, useEffect, useRef, useState } from 'react'

const near = 96

/** The least scrolling at which the end is in sight; where something holds the run, the head of the first such thing stays in sight too: a request's has the code. */
function endOf(box: HTMLElement): number {
  const end = box.scrollHeight - box.clientHeight
  const lock = box.querySelector('[data-lock]')
  if (!lock) return end
  return Math.min(end, Math.max(0, lock.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop - 16))
}

/**
 * Keeps the end of what grows in sight while the person is there, and leaves them where they are when they went up to read. What grows is seen by
 * its size, before it is painted; to ask after each change how high all of it is would lay it out once more.
 */
export function useStickyEnd() {
  const box = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const sticks = useRef(true)
  const [isThere, setIsThere] = useState(true)

  const go = useCallback(() => {
    sticks.current = true
    setIsThere(true)
    const element = box.current
    if (element) element.scrollTop = endOf(element)
  }, [])

  useEffect(() => {
    const element = box.current
    if (!element) return
    const seen = () => {
      sticks.current = endOf(element) - element.scrollTop < near
      setIsThere(sticks.current)
    }
    element.addEventListener('scroll', seen, { passive: true })
    const grown = new ResizeObserver(() => sticks.current && go())
    grown.observe(element)
    if (content.current) grown.observe(content.current)
    return () => {
      element.removeEventListener('scroll', seen)
      grown.disconnect()
    }
  }, [go])

  return { box, content, isThere, go }
}
