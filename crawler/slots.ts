import ipaddr from "ipaddr.js";

/** Visits at the same time to one address: behind it may be one small machine that hosts hundreds of instances. */
const MAX_PER_ADDRESS = 4;

/** Lets a few visits at a time through to each address; the others wait in order, without holding anything. */
export class AddressSlots {
  #used = new Map<string, number>();
  #waiting: { keys: string[]; start: () => void }[] = [];

  /** Runs `work` once every one of the addresses has a free slot. */
  async run<T>(addresses: readonly string[], work: () => Promise<T>): Promise<T> {
    const keys = [...new Set(addresses.map(keyOf))];
    if (this.#areFree(keys)) this.#take(keys);
    else await new Promise<void>((start) => this.#waiting.push({ keys, start }));
    try {
      return await work();
    } finally {
      this.#release(keys);
    }
  }

  /** Whether `run` would begin at once. */
  isFree(addresses: readonly string[]): boolean {
    return this.#areFree(addresses.map(keyOf));
  }

  #areFree(keys: readonly string[]): boolean {
    return keys.every((key) => (this.#used.get(key) ?? 0) < MAX_PER_ADDRESS);
  }

  #take(keys: readonly string[]): void {
    for (const key of keys) this.#used.set(key, (this.#used.get(key) ?? 0) + 1);
  }

  #release(keys: readonly string[]): void {
    for (const key of keys) {
      const left = (this.#used.get(key) ?? 1) - 1;
      if (left === 0) this.#used.delete(key);
      else this.#used.set(key, left);
    }
    this.#waiting = this.#waiting.filter(({ keys: wanted, start }) => {
      if (!this.#areFree(wanted)) return true;
      this.#take(wanted);
      start();
      return false;
    });
  }
}

/** An IPv4 address, or the /64 of an IPv6 one, which is what one machine gets. */
function keyOf(address: string): string {
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  return parsed.parts.slice(0, 4).join(":");
}
