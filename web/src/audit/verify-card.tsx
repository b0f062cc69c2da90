import { useState } from 'react'
import { Button, Icon, Problem, toast, toastProblem } from '@/shared/components'
import { readExport } from './queries'
import { verify as strings } from './strings'
import { useVerify } from './use-verify'
import { VerifyFile } from './verify-file'
import { VerifyReport } from './verify-report'

/** Verify, export, and what verifying found. */
export function VerifyCard() {
  const { state, start } = useVerify()
  const [asksFile, setAsksFile] = useState(false)
  const [isExporting, setExporting] = useState(false)
  const isBusy = state?.at === 'reading' || state?.at === 'checking'

  const save = async () => {
    setExporting(true)
    try {
      download(await readExport(), 'countersign-audit.jsonl')
      toast(strings.exported, { tone: 'good' })
    } catch (error) {
      toastProblem(error)
    } finally {
      setExporting(false)
    }
  }

  return (
    <section aria-labelledby="verify-title" className="mb-7 rounded-2xl border border-line bg-raised p-4 shadow-low sm:p-5">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 grow basis-64">
          <h2 id="verify-title" className="text-sm font-semibold">
            {strings.title}
          </h2>
          <p className="mt-0.5 text-sm text-soft">{strings.lead}</p>
        </div>
        <div className="flex flex-wrap gap-2">
          <Button kind="primary" busy={isBusy} onClick={() => void start()}>
            <Icon name="permissions" />
            {strings.start}
          </Button>
          <Button onClick={() => setAsksFile(true)}>{strings.file}</Button>
          <Button busy={isExporting} onClick={() => void save()}>
            {strings.export}
          </Button>
        </div>
      </div>
      <div aria-live="polite">
        {isBusy && (
          <div className="mt-4">
            <div role="progressbar" aria-label={strings.progress} className="h-1 overflow-hidden rounded-full bg-sunken">
              <div className="h-full w-full bg-accent animate-breathe" />
            </div>
            <p className="mt-2 text-sm text-soft tabular-nums">{state.at === 'checking' ? strings.checking(state.entries) : strings.reading}</p>
          </div>
        )}
        {state?.at === 'done' && <VerifyReport report={state.report} outside={state.outside} file={state.file} ms={state.ms} />}
        {(state?.at === 'no-export' || state?.at === 'defect') && (
          <div className="mt-4 rounded-lg bg-warn-wash p-3 text-sm">
            <p className="font-medium text-warn">{state.at === 'defect' ? strings.defect : strings.noExport}</p>
            <p className="mt-0.5">{state.at === 'defect' ? strings.defectDetail : strings.noExportDetail}</p>
          </div>
        )}
        {state?.at === 'failed' && (
          <div className="mt-4">
            <Problem error={state.error} onRetry={() => void start()} />
          </div>
        )}
      </div>
      <VerifyFile open={asksFile} onOpenChange={setAsksFile} onChosen={(file, checkpoints) => void start({ file, checkpoints })} />
    </section>
  )
}

function download(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
