type Rgb = [number, number, number]

/** Ten shades from light to dark. */
export type Shades = readonly [string, string, string, string, string, string, string, string, string, string]

/** Contrast that text on the accent and accent text on white must reach (WCAG AA asks 4.5; the rest is for tints). */
const enough = 5.6

/**
 * The faculty's colour as ten shades. Shade 7 is the colour itself, darkened only as far as white text on it needs;
 * the others mix it with white and black, so that any colour an office picks stays readable.
 */
export function shadesOf(colour: string): Shades {
  let base = parse(colour)
  while (contrast(base, [255, 255, 255]) < enough) base = mix(base, [0, 0, 0], 0.04)
  const light = (share: number) => write(mix(base, [255, 255, 255], share))
  const dark = (share: number) => write(mix(base, [0, 0, 0], share))
  return [
    light(0.94),
    light(0.86),
    light(0.74),
    light(0.6),
    light(0.45),
    light(0.26),
    light(0.1),
    write(base),
    dark(0.14),
    dark(0.3),
  ]
}

/** WCAG contrast ratio of two `#rrggbb` colours. */
export function contrastOf(one: string, other: string): number {
  return contrast(parse(one), parse(other))
}

function contrast(one: Rgb, other: Rgb): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

/** Relative luminance, WCAG 2.2. */
function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((value) => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as Rgb
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function parse(colour: string): Rgb {
  const value = Number.parseInt(colour.slice(1), 16)
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255]
}

function mix(from: Rgb, to: Rgb, share: number): Rgb {
  return from.map((value, index) => value + ((to[index] ?? 0) - value) * share) as Rgb
}

function write(rgb: Rgb): string {
  return `#${rgb.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`
}
