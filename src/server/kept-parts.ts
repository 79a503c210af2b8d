/** Of each source. A part takes some ten kilobytes at most. */
const MAX_PARTS = 200;

const parts = new WeakMap<object, Map<string, Promise<string>>>();

/**
 * A part of a page, rendered once and then repeated; those asked for longest ago are forgotten.
 * @param source what it is made from; its parts are gone with it
 * @param key everything else that it depends on
 */
export function keptPart(source: object, key: string, render: () => Promise<string>): Promise<string> {
  const kept = parts.get(source) ?? new Map<string, Promise<string>>();
  parts.set(source, kept);
  const part = kept.get(key) ?? render();
  kept.delete(key);
  kept.set(key, part);
  const [oldest = key] = kept.keys();
  if (kept.size > MAX_PARTS) kept.delete(oldest);
  part.catch(() => kept.delete(key));
  return part;
}
