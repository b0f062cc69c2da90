import { gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

/** Fails the build when the JavaScript of the first load is larger, compressed, than this many kB. What loads later does not count. */
export function budget(kilobytes: number): Plugin {
  return {
    name: 'budget',
    apply: 'build',
    generateBundle(_, bundle) {
      const first = new Set<string>()
      const add = (name: string) => {
        const chunk = bundle[name]
        if (chunk?.type !== 'chunk' || first.has(name)) return
        first.add(name)
        chunk.imports.forEach(add)
      }
      for (const [name, chunk] of Object.entries(bundle)) if (chunk.type === 'chunk' && chunk.isEntry) add(name)
      let bytes = 0
      for (const name of first) {
        const chunk = bundle[name]
        if (chunk?.type === 'chunk') bytes += gzipSync(chunk.code, { level: 9 }).length
      }
      const size = bytes / 1000
      this.info(`first load: ${size.toFixed(1)} kB of compressed JavaScript in ${first.size} files, of ${kilobytes}`)
      if (size > kilobytes) this.error(`The first load has ${size.toFixed(1)} kB of compressed JavaScript; the budget is ${kilobytes}. Load something later.`)
    },
  }
}
