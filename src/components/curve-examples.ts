import type { Directory } from "#core/directory.ts";

/** Sizes at which the curve shows a real server: at its foot, near its top, on its way down. */
const EXAMPLE_SIZES = [20, 300, 700];
/** Longer names would run out of the picture. */
const LONGEST_NAME = 14;
/** As many servers of the day to choose from. */
const ASKED_FOR = 400;

/** Real servers to show on the curve of sizes, the nearest to each of the sizes; fewer in a small directory. */
export function examplesOn(directory: Directory): { domain: string; people: number }[] {
  const servers = directory.coast(ASKED_FOR, directory.publishedAt.slice(0, 10)).flatMap(({ instance, size }) => {
    const { domain } = instance;
    return size === null || domain.length > LONGEST_NAME ? [] : [{ domain, people: size.activePeople }];
  });
  const chosen = EXAMPLE_SIZES.flatMap((wanted) => {
    const off = ({ people }: { people: number }) => Math.abs(Math.log(people / wanted));
    const [nearest] = servers.toSorted((a, b) => off(a) - off(b));
    return nearest === undefined ? [] : [nearest];
  });
  return [...new Map(chosen.map((server) => [server.domain, server])).values()];
}
