import { eld } from "eld/medium";
import { languageOf, languagesOf } from "#core/languages.ts";
import type { SelfDescription } from "./self-description.ts";

export interface JudgedLanguages {
  /** BCP 47 tags as core/languages.ts writes them, the main one first; never empty. */
  languages: string[];
  basis: "declared" | "detected";
}

/** The languages an instance speaks: what it declared where that means something, else what it writes in; null when neither tells. */
export function judgeLanguages({
  declared,
  ...texts
}: SelfDescription & { declared: readonly string[] }): JudgedLanguages | null {
  const told = languagesOf(declared);
  if (told.length > 0) return { languages: told, basis: "declared" };
  const languages = detectLanguages(texts);
  return languages.length > 0 ? { languages, basis: "detected" } : null;
}

/** The languages of what an instance says about itself, the main one first. */
export function detectLanguages({ title, description, about, rules }: SelfDescription): string[] {
  const text = [title, description, about, ...rules].filter((part) => part !== null).join("\n");
  if (text.length < 40) return [];
  const found = eld.detect(text);
  const language = found.isReliable() ? languageOf(found.language) : null;
  return language === null ? [] : [language];
}
