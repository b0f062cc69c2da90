import { Badge, Icon, Tooltip } from '@/shared/components'
import { visible } from '@/shared/visible'
import { runs as strings } from './strings'

/** Marks what holds or derives from content that somebody else wrote, and names where it is from. */
export function OutsideMark({ sources }: { sources: string[] }) {
  if (sources.length === 0) return null
  return (
    <Tooltip
      text={
        <>
          <span className="block">{strings.outsideDetail}</span>
          {sources.map((source) => (
            <span key={source} className="mt-1 block font-mono">
              {visible(source)}
            </span>
          ))}
        </>
      }
    >
      <button type="button" className="inline-flex rounded-full">
        <Badge icon={<Icon name="outside" className="size-3" />}>
          {strings.outside}
          <span className="sr-only">: {visible(sources.join(', '))}</span>
        </Badge>
      </button>
    </Tooltip>
  )
}
