import { verifyExport, type Work } from './export'
import type { Report } from './wire'

export type Told = { kind: 'progress'; entries: number } | { kind: 'report'; report: Report | null } | { kind: 'defect' }

/** Beside the page, so that it stays quick while a long chain is computed. */
addEventListener('message', ({ data }: MessageEvent<Work>) => {
  const tell = (told: Told) => postMessage(told)
  verifyExport(data, (entries) => tell({ kind: 'progress', entries })).then(
    (report) => tell({ kind: 'report', report }),
    () => tell({ kind: 'defect' }),
  )
})
