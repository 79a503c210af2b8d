import { Resvg } from "@resvg/resvg-js";

/** Colours by place, as a browser would paint a PNG. */
export interface Painted {
  width: number;
  height: number;
  /** Red, green and blue, 0 to 255. */
  at(x: number, y: number): [number, number, number];
}

/** Decodes a PNG, at its size or at another width. */
export function paintedFrom(png: Uint8Array, width?: number): Painted {
  const view = new DataView(png.buffer, png.byteOffset);
  const [ownWidth, ownHeight] = [view.getUint32(16), view.getUint32(20)];
  const href = `data:image/png;base64,${Buffer.from(png).toString("base64")}`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${ownWidth}" height="${ownHeight}"><image href="${href}" width="${ownWidth}" height="${ownHeight}"/></svg>`;
  const image = new Resvg(svg, {
    font: { loadSystemFonts: false },
    ...(width === undefined ? {} : { fitTo: { mode: "width", value: width } }),
  }).render();
  const { pixels } = image;
  return {
    width: image.width,
    height: image.height,
    at: (x, y) => {
      const start = 4 * (y * image.width + x);
      return [pixels[start] ?? 0, pixels[start + 1] ?? 0, pixels[start + 2] ?? 0];
    },
  };
}

/** Whether a text is well-formed XML, judged by a strict parser. */
export function isWellFormed(xml: string): boolean {
  const element = xml.replace(/^<\?xml[^>]*\?>/, "");
  try {
    new Resvg(`<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1">${element}</svg>`, {
      font: { loadSystemFonts: false },
    });
    return true;
  } catch {
    return false;
  }
}

/** What somebody may call a server to break whatever shows it. */
export const HOSTILE_TITLES = [
  "<img src=x onerror=alert(1)>",
  "</script><script>alert(1)</script>",
  "]]><!-- & &amp; &lt; \" '",
  "\u202egnp.exe\u2066\u200b",
  "\u0000\u0001\u0008\u000b\ufffe\uffff\ud800",
  "\u2028\u2029",
  "a".repeat(10_000),
  "é̷".repeat(5_000),
] as const;
