/**
 * Cuts Markdown that is still growing at its settled ends, so that what was said before is not read again with each word: at a blank line outside of a
 * fence, where what follows is not indented and goes on no list.
 */
export function blocks(markdown: string): string[] {
  const found: string[] = []
  let block: string[] = []
  let fence = ''
  let blank = false
  for (const line of markdown.split('\n')) {
    const opens = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1]
    const begins = blank && fence === '' && /^\S/.test(line) && !/^([-*+]|\d{1,9}[.)])\s/.test(line)
    if (begins) {
      found.push(block.join('\n'))
      block = []
    }
    if (fence === '' && opens !== undefined) fence = opens
    else if (fence !== '' && opens !== undefined && opens.startsWith(fence) && line.trim() === opens) fence = ''
    block.push(line)
    blank = line.trim() === ''
  }
  found.push(block.join('\n'))
  return found.filter((text) => text.trim() !== '')
}
