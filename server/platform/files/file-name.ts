const maxLength = 200
const maxExtension = 20

// Control characters, half surrogates, and the marks that change the direction of a line or cannot be seen: with them
// `cod.exe` may be shown as `exe.doc`.
const hidden = /[\p{Cc}\p{Cs}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/gu

/**
 * A file name that is safe to show and to offer for a download: any script, without folders, control characters,
 * direction marks and the characters that some system refuses; at most 200 characters, with the extension kept.
 * `file` when nothing is left.
 */
export function safeFileName(name: string): string {
  const last = name.normalize('NFC').replace(hidden, '').split(/[/\\]/).at(-1) ?? ''
  const tidy = last
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
  const letters = Array.from(tidy)
  if (letters.length <= maxLength) return tidy || 'file'
  const dot = letters.lastIndexOf('.')
  const extension = dot > 0 && letters.length - dot <= maxExtension ? letters.slice(dot) : []
  // The cut must not leave a letter without its vowel and tone marks.
  let cut = maxLength - extension.length
  while (cut > 1 && /\p{M}/u.test(letters[cut] ?? '')) cut--
  return [...letters.slice(0, cut), ...extension].join('')
}

const hex = (sign: string) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`

/**
 * The Content-Disposition of a download (RFC 6266): the name in any script in the encoding of RFC 8187, which takes fewer
 * signs than an address does, and for programs that do not know it one in ASCII.
 */
export function attachment(name: string): string {
  const plain = name.normalize('NFC').replace(/[^ -~]|["\\%]/gu, '_')
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, hex)}`
}
