/**
 * Why an instance's counts are not believed. Stable codes: the crawler finds them (crawler/judge/counts.ts), the store
 * keeps them, and pages say them in words (`verdict.doubt.<code>`).
 */
export const DOUBTS = [
  /** More people active in a month than there are accounts. */
  "more-active-than-accounts",
  /** More people active in a week than in a month, or in a month than in half a year. */
  "periods-contradict",
  /** Thousands of accounts that never wrote: bot sign-ups. */
  "accounts-without-posts",
  /** More posts per account than people write. */
  "posts-without-accounts",
  /** Hundreds of accounts for each active one: bot sign-ups. */
  "accounts-without-activity",
  /** A program's placeholder instead of a count. */
  "placeholder",
] as const;
export type Doubt = (typeof DOUBTS)[number];
