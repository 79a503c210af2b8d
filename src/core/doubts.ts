/**
 * Why an instance's counts are not believed. Stable codes: the crawler finds them (crawler/judge), the store keeps them,
 * and pages say them in words (`verdict.doubt.<code>`). Each visit judges anew, so a doubt ends with its reason.
 */
export const DOUBTS = [
  /** More people active in a month than there are accounts. */
  "more-active-than-accounts",
  /** More people active in a week than in a month, or in a month than in half a year. */
  "periods-contradict",
  /** Thousands of accounts that never wrote: bot sign-ups, or people of other servers counted as its own. */
  "accounts-without-posts",
  /** More posts per account than people write. */
  "posts-without-accounts",
  /** Far more accounts than its active people bear: bot sign-ups, people of other servers, or an understatement. */
  "accounts-without-activity",
  /** More posts than so few active people write: bots, or an understatement. */
  "posts-without-activity",
  /** A program's placeholder instead of a count. */
  "placeholder",
  /** NodeInfo and the program's own API tell different numbers. */
  "sources-disagree",
  /** Several times the largest server there is. */
  "larger-than-any",
  /** Another order of magnitude than at the visit before; believed once it has held for some days. */
  "sudden-leap",
  /** Visitors that come under different names are told different things. */
  "cloaking",
] as const;
export type Doubt = (typeof DOUBTS)[number];
