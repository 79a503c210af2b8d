/**
 * What the argument for small servers rests on. Counted from FediList's public lists of Mastodon servers (those that
 * were up and had at least one account) on three days; accounts include the dead ones.
 */

/** Shares of all accounts that the largest Mastodon server, 5 and 10 held, and how many servers there were; oldest first. */
export const LARGEST_SHARES = [
  { month: "jan2024", day: "2024-01-01", share: 0.19, top5Share: 0.416, top10Share: 0.534, servers: 11_683 },
  { month: "dec2024", day: "2024-12-01", share: 0.242, top5Share: 0.45, top10Share: 0.562, servers: 10_417 },
  { month: "dec2025", day: "2025-12-01", share: 0.297, top5Share: 0.493, top10Share: 0.599, servers: 9_641 },
] as const;

/** Months between the first list and the last. */
export const SURVIVAL_MONTHS = 23;

/**
 * Share of the first list's servers that the last one still lists as up, by accounts on the first. One that moved,
 * changed its program or asked not to be listed counts as gone, so this bounds the risk of closing from above.
 */
export const SURVIVAL = [
  { from: 1, to: 1, servers: 3_062, upShare: 0.52 },
  { from: 2, to: 9, servers: 5_285, upShare: 0.567 },
  { from: 10, to: 49, servers: 1_736, upShare: 0.64 },
  { from: 50, to: 99, servers: 402, upShare: 0.652 },
  { from: 100, to: 499, servers: 593, upShare: 0.777 },
  { from: 500, to: 999, servers: 152, upShare: 0.776 },
  { from: 1_000, to: 4_999, servers: 288, upShare: 0.823 },
  { from: 5_000, to: 9_999, servers: 56, upShare: 0.875 },
  { from: 10_000, to: 99_999, servers: 98, upShare: 0.827 },
  { from: 100_000, to: null, servers: 11, upShare: 0.909 },
] as const;
