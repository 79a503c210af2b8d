/** joinmastodon's regions. */
export const REGIONS = ["europe", "north_america", "south_america", "africa", "asia", "oceania"] as const;
export type Region = (typeof REGIONS)[number];

/**
 * Top-level domains of a country, a region or a city whose people are the ones who register them. Those that are bought
 * for their letters (.io, .me, .im, .co, .nu, .to …), and countries on two continents, are left out on purpose.
 *
 * Of the servers with such a name whose region a person told joinmastodon by July 2026, all are where their name says.
 */
const NAMES: Readonly<Record<Region, string>> = {
  europe: `ad al at ba be bg by ch cz de dk ee es eu fi fr gr hr hu ie it lt lu lv mk mt nl no pl pt ro rs se si sk ua uk
    alsace amsterdam barcelona bayern berlin brussels bzh cat cologne corsica cymru eus frl gal gent hamburg helsinki irish
    koeln london madrid nrw paris ruhr saarland scot stockholm swiss tirol vlaanderen wales wien zuerich`,
  north_america: "ca cr cu do gt hn jm mx ni pa pr sv us boston miami nyc quebec vegas",
  south_america: "ar bo br cl ec gy pe py sr uy ve rio",
  africa: "bw ci cm dz eg et gh ke ma mz na ng rw sn tn tz ug za zm zw africa capetown durban joburg",
  asia: `ae bd bt cn hk id il in ir jo jp kg kh kr kw kz lb lk mm mn my np om ph pk qa sa sg th tj tw uz vn
    kyoto nagoya okinawa osaka taipei tokyo yokohama`,
  oceania: "au fj nz pg sb vu kiwi melbourne sydney",
};

const REGION_OF: ReadonlyMap<string, Region> = new Map(
  REGIONS.flatMap((region) => NAMES[region].split(/\s+/).map((name): [string, Region] => [name, region])),
);

/**
 * Where an instance is at home, as far as its name tells; "" where it does not.
 * @example regionOf("social.example.de") // => "europe"
 */
export function regionOf(domain: string): Region | "" {
  return REGION_OF.get(domain.slice(domain.lastIndexOf(".") + 1)) ?? "";
}
