/** What a TrueType file says of its letters: enough to know which it has and how wide a text is. */
export interface Font {
  /** Whether every character of a text can be written with it. */
  has(text: string): boolean;
  /** Width of a text on one line, in the unit of `size`; without kerning, which takes 3 % off at most. */
  widthOf(text: string, size: number): number;
}

/**
 * Reads the tables `head`, `hhea`, `hmtx` and a `cmap` of format 4, which our own two files have.
 * Source: the OpenType specification, 1.9.
 * @throws RangeError for a file without them
 */
export function readFont(bytes: Uint8Array): Font {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tables = tablesOf(view);
  const table = (tag: string): number => {
    const start = tables.get(tag);
    if (start === undefined) throw new RangeError(`The font has no table "${tag}"`);
    return start;
  };
  const unitsPerEm = view.getUint16(table("head") + 18);
  const metrics = view.getUint16(table("hhea") + 34);
  const glyphs = glyphsOf(view, table("cmap"));
  const advanceOf = (glyph: number): number => view.getUint16(table("hmtx") + 4 * Math.min(glyph, metrics - 1));
  const advances = new Map([...glyphs].map(([character, glyph]) => [character, advanceOf(glyph)] as const));
  const missing = advanceOf(0);
  return {
    has: (text) => [...text].every((character) => glyphs.has(character)),
    widthOf: (text, size) =>
      ([...text].reduce((sum, character) => sum + (advances.get(character) ?? missing), 0) * size) / unitsPerEm,
  };
}

function tablesOf(view: DataView): Map<string, number> {
  const tables = new Map<string, number>();
  for (let index = 0; index < view.getUint16(4); index++) {
    const record = 12 + 16 * index;
    const tag = String.fromCharCode(...[0, 1, 2, 3].map((at) => view.getUint8(record + at)));
    tables.set(tag, view.getUint32(record + 8));
  }
  return tables;
}

/** The last character that a cmap of format 4 can name ends its list of segments and is none. */
const END_OF_SEGMENTS = 0xffff;

/** Which glyph stands for which character, by segments of consecutive characters. */
function glyphsOf(view: DataView, cmap: number): Map<string, number> {
  const start = cmap + view.getUint32(cmap + 8);
  if (view.getUint16(start) !== 4) throw new RangeError("The font's first cmap is not of format 4");
  const length = view.getUint16(start + 6);
  const ends = start + 14;
  const [starts, deltas, offsets] = [ends + length + 2, ends + 2 * length + 2, ends + 3 * length + 2];
  const glyphs = new Map<string, number>();
  for (let segment = 0; segment < length; segment += 2) {
    const delta = view.getUint16(deltas + segment);
    const offset = view.getUint16(offsets + segment);
    const first = view.getUint16(starts + segment);
    for (let code = first; code <= view.getUint16(ends + segment) && code !== END_OF_SEGMENTS; code++) {
      const listed = offset === 0 ? code : view.getUint16(offsets + segment + offset + 2 * (code - first));
      if (listed !== 0) glyphs.set(String.fromCharCode(code), (listed + delta) & 0xffff);
    }
  }
  return glyphs;
}
