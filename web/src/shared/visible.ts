/** Characters that draw nothing or turn the order of others: whoever wrote them may want another text to be read than is there. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/** Joiners belong to scripts and emoji, the others to plain text. */
const harmless = new Set(['\n', '\t', '\u200c', '\u200d'])

/** Text from outside with its unseen characters named, as `⟨U+202E⟩`. */
export const visible = (text: string): string =>
  text.replace(/\r\n/g, '\n').replace(unseen, (character) =>
    harmless.has(character) ? character : `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
  )
