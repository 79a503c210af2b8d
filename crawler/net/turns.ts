/**
 * Lets one request at a time through to each host, whichever visit makes it: a server that is visited under two names at
 * once is asked by both.
 */
export class HostTurns {
  #last = new Map<string, Promise<unknown>>();

  async run<T>(host: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(host);
    const mine = before === undefined ? work() : before.then(work);
    const settled = mine.catch(() => {});
    this.#last.set(host, settled);
    try {
      return await mine;
    } finally {
      if (this.#last.get(host) === settled) this.#last.delete(host);
    }
  }
}
