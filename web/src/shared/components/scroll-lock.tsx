import { Slot } from 'radix-ui'
import { useEffect, type ComponentProps, type ElementType } from 'react'

let locks = 0

interface Props extends ComponentProps<'div'> {
  as?: ElementType
  enabled?: boolean
  allowPinchZoom?: boolean
  shards?: unknown
}

/** Keeps the page behind a dialog or menu from scrolling, by a class alone. Stands in for the library that Radix names so. */
export function RemoveScroll(given: Props) {
  const { as: Element = Slot.Root, enabled = true, ...props } = given
  delete props.allowPinchZoom
  delete props.shards
  useEffect(() => {
    if (!enabled) return
    locks += 1
    document.documentElement.classList.add('scroll-locked')
    return () => {
      locks -= 1
      if (locks === 0) document.documentElement.classList.remove('scroll-locked')
    }
  }, [enabled])
  return <Element {...props} />
}
