import { type CSSVariablesResolver, createTheme, type MantineColorsTuple, type MantineTheme } from '@mantine/core'
import { shadesOf } from './accent.ts'

const fonts = "'Noto Sans', 'Noto Sans Lao', 'Noto Sans Thai', 'Phetsarath OT', system-ui, sans-serif"

/** The look of docs/design.md as a Mantine theme, in the colour of the faculty. */
export function themeOf(colour: string) {
  return createTheme({
    primaryColor: 'accent',
    primaryShade: { light: 7, dark: 7 },
    colors: {
      accent: tuple(colour),
      red: tuple('#c92a2a'),
      yellow: tuple('#946200'),
      green: tuple('#1f7a3d'),
    },
    fontFamily: fonts,
    defaultRadius: 'sm',
    cursorType: 'pointer',
    respectReducedMotion: true,
    fontSizes: { xs: '0.8125rem', sm: '0.875rem', md: '0.9375rem', lg: '1.0625rem', xl: '1.25rem' },
    // Lao and Thai stack vowels and tone marks above and below the letters; less than 1.6 clips them.
    lineHeights: { xs: '1.6', sm: '1.6', md: '1.6', lg: '1.6', xl: '1.6' },
    headings: {
      fontFamily: fonts,
      fontWeight: '600',
      sizes: {
        h1: { fontSize: '1.5rem', lineHeight: '1.6' },
        h2: { fontSize: '1.1875rem', lineHeight: '1.6' },
        h3: { fontSize: '1.0625rem', lineHeight: '1.6' },
        h4: { fontSize: '0.9375rem', lineHeight: '1.6' },
      },
    },
    components: {
      Anchor: { defaultProps: { underline: 'hover' } },
      // The header of a dialog is no banner of the page, and a menu has menu items only.
      Modal: { defaultProps: { centered: true, attributes: { header: { role: 'presentation' } } } },
      Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
      TableScrollContainer: { defaultProps: { type: 'native', tabIndex: 0 } },
      Table: { defaultProps: { verticalSpacing: 'xs' } },
      Loader: { defaultProps: { type: 'dots' } },
    },
  })
}

function tuple(colour: string): MantineColorsTuple {
  return [...shadesOf(colour)]
}

/** Mantine's muted, error and tinted texts miss WCAG AA on light grounds; these are the same hues, dark enough. */
export const readableColours: CSSVariablesResolver = (theme: MantineTheme) => {
  const tint = (shade: number) =>
    Object.fromEntries(
      Object.entries(theme.colors).map(([name, shades]) => [
        `--mantine-color-${name}-light-color`,
        shades[shade] ?? '',
      ]),
    )
  return {
    variables: {},
    light: {
      ...tint(9),
      '--mantine-color-dimmed': '#4f5861',
      '--mantine-color-placeholder': '#667079',
      '--mantine-color-error': '#b42323',
      '--mantine-color-body': '#ffffff',
      '--bm-ground': '#f5f6f8',
      '--bm-line': '#dde1e6',
    },
    dark: {
      ...tint(2),
      '--mantine-color-dimmed': '#a9b1ba',
      '--mantine-color-placeholder': '#8d969f',
      '--mantine-color-error': '#ff9a94',
      '--mantine-color-anchor': theme.colors.accent?.[3] ?? '',
      '--mantine-color-body': '#1b1e22',
      '--bm-ground': '#131518',
      '--bm-line': '#343a41',
    },
  }
}
