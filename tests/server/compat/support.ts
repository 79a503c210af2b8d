import type { Directory } from "#core/directory.ts";
import { Asked } from "#site/server/compat/asked.ts";
import { allInstances, suggestedInstance } from "#site/server/compat/join-lemmy.ts";
import {
  categoryRows,
  defaultServers,
  languageRows,
  matchingServers,
  readServerFilter,
  type ServerRow,
  serverRows,
} from "#site/server/compat/joinmastodon.ts";
import {
  followableHosts,
  instanceRow,
  matchingInstances,
  paged,
  readInstanceFilter,
  readPage,
  statsOf,
} from "#site/server/compat/peertube.ts";
import { blurhashOf, pictureUrl } from "#site/server/pictures.ts";
import { NOW } from "../../support/instances.ts";
import * as decoders from "./decoders.ts";

const SITE = "https://rockpool.example";

const asked = (query: string) => new Asked(new URLSearchParams(query));

/** The entries that /servers may show. */
export function matching(directory: Directory, query = "", now = NOW) {
  return matchingServers(directory, readServerFilter(asked(query)), now);
}

/** The rows of /servers. */
export function servers(directory: Directory, query = "", now = NOW): Promise<ServerRow[]> {
  const pictureOf = (entry: Parameters<typeof pictureUrl>[0]) => ({
    url: pictureUrl(entry, SITE),
    blurhash: blurhashOf(entry),
  });
  return serverRows(matching(directory, query, now), pictureOf);
}

/** The body of PeerTube's /instances. */
export function instances(directory: Directory, query = "", now = NOW) {
  const given = asked(query);
  return paged(matchingInstances(directory, readInstanceFilter(given), now), readPage(given), instanceRow);
}

/** The body of PeerTube's /hosts. */
export function hosts(directory: Directory, query = "") {
  const given = asked(query);
  const since = given.instant("since");
  return paged(followableHosts(directory, since), readPage(given), ({ instance }) => ({ host: instance.domain }));
}

/** Reads every list as its clients do, through JSON; throws where one of them would. */
export async function decodeAll(directory: Directory) {
  const read = <Decoded>(decoder: { parse(value: unknown): Decoded }, body: unknown): Decoded =>
    decoder.parse(JSON.parse(JSON.stringify(body)));
  const all = matching(directory, "registrations=all");
  return {
    open: read(decoders.Servers, await servers(directory)),
    all: read(decoders.Servers, await servers(directory, "registrations=all")),
    adult: read(decoders.Servers, await servers(directory, "category=adult")),
    categories: read(decoders.Categories, categoryRows(all)),
    languages: read(decoders.Languages, languageRows(all)),
    defaults: read(decoders.DefaultServers, defaultServers(directory, [], 1)),
    instances: read(decoders.PeerTubeInstances, instances(directory, "count=1000")),
    hosts: read(decoders.Hosts, hosts(directory)),
    stats: read(decoders.PeerTubeStats, statsOf(directory)),
    suggested: read(decoders.LemmySuggested, suggestedInstance(directory, [], 1)),
    lemmy: read(decoders.LemmyAll, allInstances(directory, NOW)),
  };
}
