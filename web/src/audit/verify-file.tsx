import { useState } from 'react'
import { Button, Dialog, Field } from '@/shared/components'
import { shared } from '@/shared/strings'
import { verify as strings } from './strings'

interface Props {
  open: boolean
  onOpenChange: (open: boolean) => void
  onChosen: (file: File, checkpoints: File | undefined) => void
}

/** Files are read in the browser; nothing is sent. */
export function VerifyFile({ open, onOpenChange, onChosen }: Props) {
  const [file, setFile] = useState<File>()
  const [checkpoints, setCheckpoints] = useState<File>()
  const [problem, setProblem] = useState<string>()
  const change = (isOpen: boolean) => {
    setFile(undefined)
    setCheckpoints(undefined)
    setProblem(undefined)
    onOpenChange(isOpen)
  }
  const box = 'py-1.5 file:mr-3 file:rounded-md file:border-0 file:bg-sunken file:px-2.5 file:py-1 file:text-sm file:font-medium file:text-ink'
  return (
    <Dialog
      open={open}
      onOpenChange={change}
      title={strings.dialogTitle}
      description={strings.dialogText}
      actions={
        <>
          <Button onClick={() => change(false)}>{shared.cancel}</Button>
          <Button
            kind="primary"
            onClick={() => {
              if (!file) setProblem(strings.choose)
              else {
                onChosen(file, checkpoints)
                change(false)
              }
            }}
          >
            {strings.start}
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        <Field
          type="file"
          accept=".jsonl,.json,.txt"
          label={strings.exportFile}
          problem={problem}
          className={box}
          onChange={(event) => {
            setFile(event.target.files?.[0])
            setProblem(undefined)
          }}
        />
        <Field type="file" accept=".jsonl,.json,.txt" label={strings.checkpointFile} hint={strings.checkpointHint} className={box} onChange={(event) => setCheckpoints(event.target.files?.[0])} />
      </div>
    </Dialog>
  )
}
