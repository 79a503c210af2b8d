/** Rows as both databases keep them: text keys, ISO 8601 text for times, JSON as text, 0 and 1 for no and yes. */
export interface InstanceRow {
  domain: string;
  /** What one party registered of it, to find neighbours by; made of the domain. */
  site: string;
  software: string;
  version: string | null;
  title: string | null;
  description: string | null;
  /** JSON array of strings, as are topics and doubts. */
  languages: string;
  languages_basis: string | null;
  topics: string;
  topics_basis: string | null;
  registrations: string;
  registrations_since: string | null;
  sign_up_url: string | null;
  minimum_age: number | null;
  is_adult: number | null;
  is_federation_limited: number;
  monthly_active_users: number | null;
  weekly_active_users: number | null;
  daily_active_users: number | null;
  half_year_active_users: number | null;
  accounts: number | null;
  posts: number | null;
  counts_at: string | null;
  highest_monthly_active_users: number | null;
  highest_imported_at: string | null;
  /** JSON array of numbers. */
  recent_active_people: string;
  doubts: string;
  /** JSON object or null. */
  count_trend: string | null;
  oversized_since: string | null;
  hosting_network: string | null;
  since: string | null;
  added_at: string;
  last_seen_at: string | null;
  last_visit_at: string | null;
  state: string;
  failures: number;
  failure: string | null;
  /** JSON object. */
  leads: string | null;
}

export interface DetailsRow {
  domain: string;
  read_at: string;
  about: string | null;
  /** JSON array of strings. */
  rules: string;
  terms_url: string | null;
  privacy_url: string | null;
  post_length: number | null;
  upload_megabytes: number | null;
  storage_megabytes: number | null;
  staff: number | null;
  /** JSON object: topic to words. */
  topic_words: string;
}

export interface VisitRow {
  domain: string;
  /** Always with milliseconds and Z, so that order of text is order of time. */
  visited_at: string;
  failure: string | null;
  duration_ms: number;
  monthly_active_users: number | null;
  accounts: number | null;
}

export interface HistoryDayRow {
  domain: string;
  day: string;
  visits: number;
  failures: number;
  monthly_active_users: number | null;
  accounts: number | null;
}

export interface FrontierRow {
  domain: string;
  due_at: string;
  /** When a crawler may take it: `due_at`, or the end of the lease while somebody is at it. */
  free_at: string;
  priority: number;
  failures: number;
  software: string | null;
}

export interface NetworkDayRow {
  day: string;
  part: "all" | "family" | "language";
  /** The family or the language; empty for all. */
  name: string;
  /** JSON. */
  totals: string;
}

export interface ListingRow {
  domain: string;
  revision: number;
  /** JSON array of strings or null, as is topics. */
  languages: string | null;
  topics: string | null;
  /** JSON object: language to sentence. */
  sentences: string;
  intake_per_day: number | null;
  /** An instant, or "further-notice". */
  paused_until: string | null;
  pause_link_at: string | null;
  welcomes_below_floor: number;
  auto_follow: number;
  code_of_conduct: string | null;
  staff: number | null;
  updated_at: string;
}

export interface ListingChangeRow {
  domain: string;
  /** Which one it made. */
  revision: number;
  field: string;
  /** JSON, as is after. */
  before: string;
  after: string;
  way: string;
  changed_at: string;
}

export interface ReferralRow {
  domain: string;
  day: string;
  newcomers: number;
}

export interface ShowingRow {
  domain: string;
  day: string;
  times: number;
}

export interface FeedbackRow {
  domain: string;
  /** The Monday it begins with. */
  week: string;
  worked: number;
  refused: number;
  silent: number;
}

export interface SpentTokenRow {
  /** Its hash. */
  token: string;
  /** A day, after which it would be too old anyway. */
  until: string;
}

export interface BlockRow {
  domain: string;
  kind: string;
  reason: string;
  blocked_at: string;
}

export interface AliasRow {
  domain: string;
  leads_to: string;
  basis: string;
  is_settled: number;
  seen_at: string;
}

export interface FloodRow {
  root: string;
  kept: string | null;
  reason: string;
  names: number;
  found_at: string;
}

export interface DiscoveryRow {
  domain: string;
  site: string;
  party: string;
  source: string;
  day: string;
}

export interface ProofRow {
  code: string;
  domain: string;
  until: string;
  asked_at: string;
  taken_at: string | null;
  looked_at: string | null;
  /** JSON array. */
  findings: string;
  spent_at: string | null;
}

export interface DepartureRow {
  /** HMAC of the domain. */
  mark: string;
  left_at: string;
}

export interface OperationRow {
  at: string;
  kind: string;
  domain: string;
  reason: string;
}

export interface SessionRow {
  id: string;
  domain: string;
  place: string;
  proven_at: string;
  ends_at: string;
  ended_at: string | null;
}

export interface LookRow {
  domain: string;
  asked_at: string;
  begun_at: string | null;
  ended_at: string | null;
  /** A LookEnd of core/look.ts. */
  end_kind: string | null;
  /** JSON of SeenStep[]. */
  steps: string;
  again_at: string;
  /** From here on it is erased. */
  kept_until: string;
  is_new: number;
}

export interface CounterRow {
  key: string;
  value: number;
}

export interface SettingRow {
  key: string;
  /** null for the moment between making a row and giving it its first value. */
  value: string | null;
}

/** One applied change of the tables; see migrate.ts. */
export interface SchemaRow {
  number: number;
  applied_at: string;
}

export interface Tables {
  instances: InstanceRow;
  details: DetailsRow;
  visits: VisitRow;
  history_days: HistoryDayRow;
  frontier: FrontierRow;
  network_days: NetworkDayRow;
  listings: ListingRow;
  listing_changes: ListingChangeRow;
  referrals: ReferralRow;
  showings: ShowingRow;
  feedback: FeedbackRow;
  spent_tokens: SpentTokenRow;
  blocks: BlockRow;
  aliases: AliasRow;
  floods: FloodRow;
  discoveries: DiscoveryRow;
  proofs: ProofRow;
  departures: DepartureRow;
  operations: OperationRow;
  sessions: SessionRow;
  looks: LookRow;
  counters: CounterRow;
  settings: SettingRow;
  rockpool_schema: SchemaRow;
}
