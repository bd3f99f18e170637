import { createDarkTheme, createLightTheme, type BrandVariants, type Theme } from '@fluentui/react-components';

/** Verdigris: far from every severity colour, so a brand accent is never mistaken for a warning. */
const brand: BrandVariants = {
  10: '#031413',
  20: '#07211f',
  30: '#0a2f2c',
  40: '#0d3d39',
  50: '#104b46',
  60: '#105a54',
  70: '#0f6861',
  80: '#0d746c',
  90: '#12837a',
  100: '#1f968c',
  110: '#38aa9f',
  120: '#5abdb3',
  130: '#84d0c7',
  140: '#aee1db',
  150: '#d1efeb',
  160: '#ecf8f7',
};

const fonts = {
  fontFamilyBase: "'Segoe UI Variable Text', 'Segoe UI', -apple-system, BlinkMacSystemFont, Roboto, 'Helvetica Neue', 'Liberation Sans', Arial, sans-serif",
  fontFamilyMonospace: "'Cascadia Mono', 'SF Mono', Menlo, Consolas, 'Liberation Mono', 'DejaVu Sans Mono', monospace",
};

/** A Fluent theme plus the colours of severities and verdicts, each as text, tint and edge. */
export interface AttestTheme extends Theme {
  attestPage: string;
  attestHighText: string;
  attestHighTint: string;
  attestHighEdge: string;
  attestMediumText: string;
  attestMediumTint: string;
  attestMediumEdge: string;
  attestLowText: string;
  attestLowTint: string;
  attestLowEdge: string;
  attestInfoText: string;
  attestInfoTint: string;
  attestInfoEdge: string;
  attestGoodText: string;
  attestGoodTint: string;
  attestGoodEdge: string;
  attestMark: string;
  /** Ground of a button whose effect is grave, under white text. */
  attestDanger: string;
  attestDangerHover: string;
}

export const lightTheme: AttestTheme = {
  ...createLightTheme(brand),
  ...fonts,
  colorNeutralForeground1: '#16201f',
  colorNeutralForeground2: '#33403f',
  colorNeutralForeground3: '#51605e',
  colorNeutralForeground4: '#5d6b69',
  colorNeutralBackground2: '#f8faf9',
  colorNeutralBackground3: '#f1f5f4',
  colorNeutralStroke1: '#c9d3d1',
  colorNeutralStroke2: '#dde4e3',
  colorNeutralStroke3: '#e9eeed',
  colorNeutralBackground1Hover: '#f4f8f7',
  colorNeutralBackground1Selected: '#e9f4f2',
  attestPage: '#f3f6f6',
  attestHighText: '#a3181d',
  attestHighTint: '#fdecec',
  attestHighEdge: '#d13438',
  attestMediumText: '#96400c',
  attestMediumTint: '#fdf0e4',
  attestMediumEdge: '#e0701b',
  attestLowText: '#725300',
  attestLowTint: '#fbf4d9',
  attestLowEdge: '#c99a06',
  attestInfoText: '#2b5186',
  attestInfoTint: '#eaf1fa',
  attestInfoEdge: '#4f7fbf',
  attestGoodText: '#17623a',
  attestGoodTint: '#e6f5ec',
  attestGoodEdge: '#2f9e63',
  attestMark: '#fff3c4',
  attestDanger: '#b4232a',
  attestDangerHover: '#951b21',
};

const dark = createDarkTheme(brand);

export const darkTheme: AttestTheme = {
  ...dark,
  ...fonts,
  colorBrandForeground1: brand[120],
  colorBrandForeground2: brand[130],
  colorBrandForegroundLink: brand[120],
  colorBrandForegroundLinkHover: brand[130],
  colorBrandForegroundLinkPressed: brand[110],
  colorCompoundBrandForeground1: brand[120],
  colorCompoundBrandForeground1Hover: brand[130],
  colorCompoundBrandStroke: brand[110],
  colorCompoundBrandStrokeHover: brand[120],
  colorCompoundBrandBackground: brand[110],
  colorCompoundBrandBackgroundHover: brand[120],
  colorNeutralForeground1: '#eef3f2',
  colorNeutralForeground2: '#ccd6d4',
  colorNeutralForeground3: '#a4b1af',
  colorNeutralForeground4: '#94a2a0',
  colorNeutralBackground1: '#1a2122',
  colorNeutralBackground1Hover: '#232c2d',
  colorNeutralBackground1Pressed: '#151b1c',
  colorNeutralBackground1Selected: '#27312f',
  colorNeutralBackground2: '#161c1d',
  colorNeutralBackground3: '#12181a',
  colorNeutralBackground4: '#0e1314',
  colorSubtleBackgroundHover: '#252f30',
  colorSubtleBackgroundPressed: '#1c2425',
  colorSubtleBackgroundSelected: '#27312f',
  colorNeutralStroke1: '#465253',
  colorNeutralStroke1Hover: '#5b6869',
  colorNeutralStroke2: '#2f393a',
  colorNeutralStroke3: '#273031',
  colorNeutralStrokeAccessible: '#94a2a0',
  attestPage: '#0f1415',
  attestHighText: '#ff9b9b',
  attestHighTint: '#3d1a1c',
  attestHighEdge: '#f0565b',
  attestMediumText: '#ffb27a',
  attestMediumTint: '#3a2414',
  attestMediumEdge: '#ee8434',
  attestLowText: '#ecc95a',
  attestLowTint: '#332a0d',
  attestLowEdge: '#d3a718',
  attestInfoText: '#a3c4f0',
  attestInfoTint: '#1b2a3f',
  attestInfoEdge: '#6f9bd8',
  attestGoodText: '#84d7a8',
  attestGoodTint: '#14301f',
  attestGoodEdge: '#3fae73',
  attestMark: '#4a3f10',
  attestDanger: '#c0353b',
  attestDangerHover: '#d04a4f',
};
