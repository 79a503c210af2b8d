import type { CookieJar } from "#site/server/cookies.ts";

/** A browser's cookies, with the options that each was set with. */
export class Browser {
  readonly held = new Map<string, { value: string; options: Record<string, unknown> }>();
  readonly jar = {
    get: (name: string) => this.held.get(name),
    set: (name: string, value: string, options: Record<string, unknown> = {}) => {
      this.held.set(name, { value, options });
    },
    delete: (name: string) => {
      this.held.delete(name);
    },
  } as unknown as CookieJar;
}
