import { z } from "zod";

/** The longest host name DNS allows, in ASCII characters. Source: RFC 1035, 2.3.4. */
const MAX_LENGTH = 253;

/** One DNS label: letters, digits and inner hyphens, at most 63 characters. */
const LABEL = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;

/**
 * Whether a string is a host name as we keep it: lower case, ASCII (punycode for other scripts), at least two labels,
 * no scheme, port, path or trailing dot, and a last label with a letter in it (so no IP address in any spelling).
 * Whether the name may be *visited* is a stricter question, asked by crawler/net/guard.ts.
 */
function isDomain(value: string): boolean {
  if (value.length > MAX_LENGTH) return false;
  const labels = value.split(".");
  return labels.length >= 2 && labels.every((label) => LABEL.test(label)) && /[a-z]/.test(labels.at(-1) ?? "");
}

/** Host name of an instance in its one canonical spelling; the primary key everywhere. */
export const Domain = z.string().refine(isDomain, {
  error: ({ input }) =>
    `"${String(input).slice(0, 80)}" is not a host name in lower-case ASCII, such as "m.example.org"`,
});
export type Domain = z.infer<typeof Domain>;

/**
 * A name and the names above it, nearest first; without the last label, under which nobody has everything.
 * @example namesFrom("a.b.example.org") // => ["a.b.example.org", "b.example.org", "example.org"]
 */
export function namesFrom(domain: Domain): Domain[] {
  const labels = domain.split(".");
  return labels.slice(0, -1).map((_, index) => labels.slice(index).join("."));
}

/**
 * The canonical spelling of what a person typed or a server sent, or null where no host name can be read from it.
 *
 * Forgives what people paste: a scheme, a path, a leading `@name@`, capitals, spaces, a trailing dot, other scripts.
 * @example domainOf("https://Bücher.example/@ada") // => "xn--bcher-kva.example"
 */
export function domainOf(input: string): Domain | null {
  const text = input.trim().replace(/^@?[^@/:\s]+@(?=[^@]+$)/, "");
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`);
  if (url === null || url.username !== "" || url.password !== "" || url.port !== "") return null;
  const host = url.hostname.replace(/\.$/, "");
  return Domain.safeParse(host).data ?? null;
}

/**
 * The domains that somebody may mean who typed or pasted an address: as it stands, then without "www."; a port belongs
 * to neither. Empty for other words.
 * @example domainsMeant("https://www.example.org:8080/@ada") // => ["www.example.org", "example.org"]
 */
export function domainsMeant(query: string): Domain[] {
  const domain = domainOf(query.trim().replace(/:\d{1,5}(?=\/|$)/, ""));
  if (domain === null) return [];
  const bare = domainOf(domain.replace(/^www\./, ""));
  return bare === null || bare === domain ? [domain] : [domain, bare];
}
