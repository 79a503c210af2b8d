import type { Domain } from "#core/domain.ts";

/** What an instance says about itself in words: plain text, null or empty where it says nothing. */
export interface SelfDescription {
  domain: Domain;
  title: string | null;
  /** The short text: a sentence or two. */
  description: string | null;
  /** The long text, as on its "about" page. */
  about: string | null;
  rules: readonly string[];
}
