/**
 * Icons by name, drawn in a box of 20: paths, circles as `○x,y,r`, solid circles as `●x,y,r`.
 * An icon never stands without a word.
 */
export const ICONS = {
  door: ["M4 17V3.6c0-.4.3-.6.6-.6H12v14M2.5 17h15M12 5h3.4c.3 0 .6.3.6.6V17M9.2 10.2v.1"],
  letter: ["M2.8 5h14.4v10.2H2.8zM3 5.4l7 5.6 7-5.6"],
  shut: ["M4.5 17V3h11v14M2.5 17h15M12.2 10.2v.1M7 6.5h6"],
  key: ["○6.6,13.4,3.6", "M9.2 10.8 17 3m-3 3 2.6 2.6M11.4 8.6l1.8 1.8"],
  lang: ["M2.5 4h9v6.8H7L4.4 13v-2.2H2.5zM13.6 7.6h3.9v6.6h-1.9v2.1l-2.5-2.1H8.6v-1.4"],
  check: ["m4 10.6 4 4L16.2 6"],
  cross: ["m5 5 10 10M15 5 5 15"],
  topic: ["M3 9.6C3 6 6 3.4 10.2 3.4c4 0 6.8 2.4 6.8 6 0 4-3 7-7 7-4.2 0-7-2.8-7-6.8z", "○7.6,8.4,1.3"],
  age: ["○10,10,7.2", "M10 6.2c2.3 0 3.9 1.6 3.9 3.8S12.3 13.8 10 13.8 6.2 12.2 6.2 10M10 9.4v.8"],
  plus: ["M10 4v12M4 10h12"],
  people: [
    "○7,7,2.6",
    "M2.4 16c.3-3 2-4.6 4.6-4.6s4.3 1.6 4.6 4.6M12.6 4.6a2.4 2.4 0 0 1 .4 4.7M14.2 11.7c2 .5 3.1 2 3.4 4.3",
  ],
  out: ["M8 4H4v12h12v-4M11 3.6h5.4V9M16.2 3.8 9.4 10.6"],
  next: ["M3.5 10h13M11.5 5l5 5-5 5"],
  course: ["M2.5 16.5c1.6-.2 2.8-.6 3.9-1.3M8.3 13.5c.8-1 1.5-2 2-3.1", "●13.4,6,3.1"],
  buoy: [
    "M7.2 12 9 4h2l1.8 8M10 4V2.2M5 12h10l-1.4 3.4H6.4zM2.5 17.6c1.2-1 2.6-1 3.8 0s2.6 1 3.7 0 2.6-1 3.8 0 2.5 1 3.7 0",
  ],
  search: ["○8.8,8.8,5.3", "m12.8 12.8 4.4 4.4"],
  filter: ["M3 6h8m4 0h2M3 14h2m4 0h8", "○13,6,1.9", "○7,14,1.9"],
  down: ["m5 8 5 5 5-5"],
  info: ["○10,10,7.2", "M10 9v4.6M10 6.2v.1"],
  clock: ["○10,10,7.2", "M10 5.8V10l2.8 2"],
  menu: ["M3 6h14M3 10h14M3 14h14"],
  pause: ["M7 5v10M13 5v10"],
  again: ["M16.4 8A6.8 6.8 0 0 0 4 6.6M3.6 12A6.8 6.8 0 0 0 16 13.4M4 3v3.8h3.8M16 17v-3.8h-3.8"],
  eye: ["M2 10c2-3.5 4.7-5.2 8-5.2s6 1.7 8 5.2c-2 3.5-4.7 5.2-8 5.2S4 13.5 2 10z", "○10,10,2.4"],
  code: ["m6.5 6-4 4 4 4M13.5 6l4 4-4 4M11.2 4.5l-2.4 11"],
} as const satisfies Record<string, readonly string[]>;
export type IconName = keyof typeof ICONS;

/** Icons that point along the line of text, and so turn round from right to left. */
export const DIRECTED: ReadonlySet<IconName> = new Set(["next", "out", "course"]);
