import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { keysQuery, readExport, readOutside } from './queries'
import type { Work } from './verify/export'
import type { Told } from './verify/worker'
import type { Checkpoint, Report } from './verify/wire'

export type Verifying =
  | { at: 'reading'; file: string | undefined }
  | { at: 'checking'; file: string | undefined; entries: number }
  | { at: 'done'; file: string | undefined; report: Report; outside: Checkpoint | undefined; ms: number }
  | { at: 'no-export' | 'defect'; file: string | undefined }
  | { at: 'failed'; error: unknown }

/** Verifies the person's own trail or a file, in a worker; a new start ends the one before. */
export function useVerify() {
  const queries = useQueryClient()
  const [state, setState] = useState<Verifying>()
  const worker = useRef<Worker>(undefined)
  const turn = useRef(0)
  useEffect(() => () => worker.current?.terminate(), [])

  async function start(chosen?: { file: File; checkpoints: File | undefined }) {
    const mine = ++turn.current
    worker.current?.terminate()
    const file = chosen?.file.name
    setState({ at: 'reading', file })
    try {
      const began = performance.now()
      const { keys } = await queries.fetchQuery(keysQuery)
      // Before the export, which signs a new one: what this one reaches is what was outside all along.
      const outside = (await readOutside()).checkpoint ?? undefined
      const work: Work = { file: chosen?.file ?? (await readExport()), keys, outside, checkpoints: chosen?.checkpoints }
      if (turn.current !== mine) return
      const running = new Worker(new URL('./verify/worker.ts', import.meta.url), { type: 'module' })
      worker.current = running
      running.onerror = () => setState({ at: 'defect', file })
      running.onmessage = ({ data }: MessageEvent<Told>) => {
        if (data.kind === 'progress') setState({ at: 'checking', file, entries: data.entries })
        else {
          running.terminate()
          if (data.kind === 'defect') setState({ at: 'defect', file })
          else if (!data.report) setState({ at: 'no-export', file })
          else setState({ at: 'done', file, report: data.report, outside, ms: performance.now() - began })
        }
      }
      running.postMessage(work)
    } catch (error) {
      if (turn.current === mine) setState({ at: 'failed', error })
    }
  }

  return { state, start }
}
