import { Resvg, renderAsync } from "@resvg/resvg-js";
import { encode } from "blurhash";
import { type Drawing, svgOf } from "./drawing.ts";
import { FAMILY, fontFiles } from "./fonts.ts";

/** A drawing as PNG: painted in another thread, packed in this one (some milliseconds). */
export async function toPng(drawing: Drawing): Promise<Uint8Array<ArrayBuffer>> {
  const font = { loadSystemFonts: false, fontFiles: fontFiles(), defaultFontFamily: FAMILY };
  const image = await renderAsync(svgOf(drawing), { font });
  return new Uint8Array(image.asPng());
}

/** Width that a drawing is shrunk to before its colours are put in few bytes, in px; more changes nothing to see. */
const THUMBNAIL_WIDTH = 20;
/** Colours across and down that a blurhash keeps. */
const ACROSS = 4;
const DOWN = 3;

/** A few bytes that stand for a drawing while it loads; letters are too thin to be seen in it. Takes half a millisecond. */
export function blurhashFrom({ planes }: Drawing): string {
  const options = {
    font: { loadSystemFonts: false },
    fitTo: { mode: "width", value: THUMBNAIL_WIDTH },
  } as const;
  const { pixels, width, height } = new Resvg(svgOf({ planes, letters: "" }), options).render();
  return encode(new Uint8ClampedArray(pixels), width, height, ACROSS, DOWN);
}
