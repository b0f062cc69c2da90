/** Characters that draw nothing or turn the order of others: whoever wrote them may want another text to be read than is there. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu

/** They join or shape the letter before them, in scripts and emoji that have such; after any other they only hide. */
const joins = /[\u200c\u200d\ufe0e\ufe0f]/
const joined = /[\u0100-\uffff\d#*©®]/

const named = (character: string) => `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`

/** Text from outside with its unseen characters named, as `⟨U+202E⟩`. */
export const visible = (text: string): string =>
  text.replace(/\r\n/g, '\n').replace(unseen, (character, at: number, all: string) =>
    character === '\n' || character === '\t' || (joins.test(character) && joined.test(all.charAt(at - 1))) ? character : named(character),
  )

/** A name that is made of ASCII by its provider's rules, with all else in it named: letters of other scripts look like its own. */
export const visibleName = (name: string): string => name.replace(/[^\x21-\x7e]/gu, named)
