import fc from "fast-check";
import { expect, test } from "vitest";
import { plainText, proseText, withoutEmailAddresses } from "#core/text.ts";

test.for([
  { input: "<p>Art &amp; <b>craft</b></p><p>Be kind</p>", expected: "Art & craft Be kind" },
  { input: "one<br>two<br/>three", expected: "one two three" },
  { input: "un<b>believ</b>able", expected: "unbelievable" },
  { input: "I <3 cats, 1 < 2 > 0", expected: "I <3 cats, 1 < 2 > 0" },
  { input: `<a href="https://a.example/?x=>" title='>'>a link</a> after`, expected: "a link after" },
  { input: "before<script>alert('<p>no</p>')</script>after", expected: "before after" },
  { input: "before<!-- <p>no</p> -->after", expected: "before after" },
  { input: "kept <a href='never closed", expected: "kept" },
  { input: "&lt;b&gt; stays text", expected: "<b> stays text" },
  { input: "&amp;lt; is decoded once", expected: "&lt; is decoded once" },
  {
    input: "caf&eacute; &#8211; &#x65E5;&#x672C;, &unknown; &nbsp; &#0;&#xD800;&#9999999;",
    expected: "café – 日本, &unknown; \ufffd",
  },
  { input: " a\n\tb\u00a0\u3000c\u2028d ", expected: "a b c d" },
  { input: "nul\u0000 bell\u0007 \u202Eevil\u202C \u2066x\u2069", expected: "nul bell evil x" },
  { input: "می\u200cخواهم 👩\u200d🚀", expected: "می\u200cخواهم 👩\u200d🚀" },
  { input: "Z\u0300\u0301\u0302\u0303\u0304\u0305\u0306algo", expected: "Z\u0300\u0301\u0302\u0303algo" },
  { input: "cafe\u0301", expected: "café" },
  { input: "\ud83d alone", expected: "\ufffd alone" },
])("$input reads as $expected", ({ input, expected }) => {
  expect(plainText(input, 600)).toBe(expected);
});

test.for(["", "   ", "<p></p>", "\u0000\u200b", "&nbsp;", "<img src=x onerror=alert(1)>", "\u200d"])(
  "%j has nothing to read",
  (input) => {
    expect(plainText(input, 600)).toBeNull();
  },
);

test.for([
  { input: "a small server for gardeners", maxLength: 20, expected: "a small server for…" },
  { input: "exactly twenty chars", maxLength: 20, expected: "exactly twenty chars" },
  { input: "画像を投稿するための小さなサーバー", maxLength: 8, expected: "画像を投稿する…" },
  { input: "👩‍🚀👩‍🚀👩‍🚀", maxLength: 8, expected: "👩‍🚀…" },
  { input: "🇫🇷🇩🇪", maxLength: 6, expected: "🇫🇷…" },
])("$input cut at $maxLength is $expected", ({ input, maxLength, expected }) => {
  expect(plainText(input, maxLength)).toBe(expected);
});

const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
  fc
    .array(
      fc.constantFrom(
        "<",
        ">",
        "<p>",
        "</p>",
        '<a href="',
        "'",
        "&",
        "&lt;",
        "&#x202e;",
        "\u202e",
        "\0",
        "\ud800",
        " ",
        "é",
        "👩‍🚀",
        "x",
      ),
    )
    .map((parts) => parts.join("")),
);

test("whatever comes in, the result is short, well-formed, on one line and without control or reordering characters", () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: 1, max: 80 }), (input, maxLength) => {
      const text = plainText(input, maxLength);
      if (text === null) return;
      expect(text.length).toBeLessThanOrEqual(maxLength);
      expect(text.length).toBeGreaterThan(0);
      expect(text.isWellFormed()).toBe(true);
      expect(text).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069\u200e\u200f\ufeff]/u);
      expect(text).toBe(text.trim());
      expect(text).not.toMatch(/\s\s/);
    }),
    { numRuns: 2000 },
  );
});

test("text without markup, entities or odd characters stays as it is", () => {
  const words = fc.array(fc.stringMatching(/^[a-zà-öA-Z0-9,.!?日本語]{1,12}$/), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(words, (list) => {
      const text = list.join(" ").normalize("NFC");
      expect(plainText(text, 1000)).toBe(text);
    }),
  );
});

test.for(["<", "<a", "<script>", "<!--", "<p ", "&", '<a b="', "</", "\u0301"])(
  "a million characters of %j take no long time",
  (part) => {
    const started = performance.now();
    plainText(part.repeat(1_000_000 / part.length), 600);
    expect(performance.now() - started).toBeLessThan(1500);
  },
);

test("an element that is closed a thousand times and never ends takes no long time", () => {
  const started = performance.now();
  expect(plainText(`before <script>${"</script".repeat(12_000)}`, 4_000)).toBe("before");
  expect(performance.now() - started).toBeLessThan(500);
});

test.for([
  { input: "Write to ada@example.org.", expected: "Write to […]." },
  { input: "<a href='mailto:ada@example.org'>ada.l+x@mail.example.co.uk</a>, or phone", expected: "[…], or phone" },
  { input: "mailto:ada@example.org?subject=Hi", expected: "mailto:[…]?subject=Hi" },
  { input: "ada [at] example [dot] org, bob(at)example.org, c&#64;example.org", expected: "[…], […], […]" },
  { input: "連絡先はada@example.orgまで", expected: "連絡先は[…]まで" },
  { input: "用户@例子.公司 почта@пример.рф jürgen@müller.example", expected: "[…] […] […]" },
  { input: "ada＠example.org", expected: "[…]" },
  {
    input: "ask @ada@example.org or https://example.org/@ada.b",
    expected: "ask @ada@example.org or https://example.org/@ada.b",
  },
  { input: "open @ 9.30, 3@home, me@localhost", expected: "open @ 9.30, 3@home, me@localhost" },
])("$input is kept as $expected", ({ input, expected }) => {
  expect(proseText(input, 600)).toBe(expected);
});

test("no piece of an address is left where a long text is cut", () => {
  for (let before = 1; before < 130; before++) {
    expect(proseText(`${"x".repeat(before)} ada.lovelace@mail.example.org`, 120)).not.toMatch(/ada|@/);
  }
});

test.for(["a", "a@", "a.", "a [at] ", "a@b.", "@a", "a@a"])(
  "a hundred thousand of %j are read in no long time",
  (part) => {
    const started = performance.now();
    withoutEmailAddresses(part.repeat(100_000 / part.length));
    expect(performance.now() - started).toBeLessThan(1500);
  },
);
