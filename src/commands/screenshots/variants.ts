/** One way of looking at a page. */
export interface Variant {
  /** Of the window, in CSS px: the narrowest phone, a usual phone, a desktop. */
  width: 320 | 390 | 1280;
  theme: "light" | "dark";
  locale: "en" | "fr";
  script: "on" | "off";
}

/** Height of a window of that width, in CSS px. */
export const HEIGHTS: Readonly<Record<Variant["width"], number>> = { 320: 640, 390: 844, 1280: 800 };

/** Pairwise: any two properties meet in every combination; all 24 combinations would show little more. */
export const VARIANTS: readonly Variant[] = [
  { width: 320, theme: "light", locale: "en", script: "on" },
  { width: 320, theme: "dark", locale: "fr", script: "off" },
  { width: 390, theme: "light", locale: "fr", script: "on" },
  { width: 390, theme: "dark", locale: "en", script: "off" },
  { width: 1280, theme: "light", locale: "en", script: "off" },
  { width: 1280, theme: "dark", locale: "fr", script: "on" },
];

/** "390-dark-en-off", as in file names and test names. */
export function nameOf({ width, theme, locale, script }: Variant): string {
  return `${width}-${theme}-${locale}-${script}`;
}

/** What a browser context needs to look like that. */
export function contextOf({ width, theme, locale, script }: Variant) {
  return {
    viewport: { width, height: HEIGHTS[width] },
    colorScheme: theme,
    locale: { en: "en-GB", fr: "fr-FR" }[locale],
    javaScriptEnabled: script === "on",
  };
}

/** A path from the root on, in a variant's language. */
export function pathIn(locale: Variant["locale"], path: string): string {
  return locale === "en" ? path : `/fr${path === "/" ? "" : path}`;
}
