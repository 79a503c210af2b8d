import { languagesOf } from "#core/languages.ts";

/**
 * What a program's locale declares. `en` is what an admin has who never chose (944 of 1,024 Mastodon servers), so it
 * declares nothing; another language was set by hand.
 */
export function languagesOfLocale(locale: string | null | readonly string[]): string[] {
  const languages = languagesOf([locale ?? []].flat());
  return languages.length === 1 && languages[0] === "en" ? [] : languages;
}
