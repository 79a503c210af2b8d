/** FNV-1a, 32 bit, over UTF-16 code units: the one hash of a domain, for its pool's shape and its luck. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

/**
 * A number evenly spread over the open interval (0, 1), made of a seed and a hash: the same two always give the same.
 *
 * The hash is computed once per domain, so a request costs a few multiplications per candidate (MurmurHash3's
 * finaliser) instead of hashing strings.
 * @param seed any 32-bit integer
 */
export function uniform(seed: number, hash: number): number {
  let mixed = hash ^ Math.imul(seed + 0x9e3779b9, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb352d);
  mixed ^= mixed >>> 15;
  return ((mixed >>> 0) + 0.5) / 4_294_967_296;
}
