import { describe, expect, test } from "vitest";
import { TOPICS } from "#core/topics.ts";
import { DEFAULT_LOCALE, LOCALES, messagesOf } from "#site/i18n/index.ts";

const PLURAL = /_(zero|one|two|few|many|other)$/;

/** Keys without plural suffix, each with every placeholder and mark that any of its forms has. */
function shapeOf(messages: ReadonlyMap<string, string>): Map<string, string[]> {
  const shape = new Map<string, Set<string>>();
  for (const [key, text] of messages) {
    const base = key.replace(PLURAL, "");
    const found = text.match(/\{\w+\}|<\/?[a-z]>/g) ?? [];
    shape.set(base, new Set([...(shape.get(base) ?? []), ...found]));
  }
  return new Map([...shape].map(([key, found]) => [key, [...found].toSorted()]));
}

describe.for(LOCALES)("the catalogues in %s", (locale) => {
  const messages = messagesOf(locale);
  const english = shapeOf(messagesOf(DEFAULT_LOCALE));

  test("have exactly the keys of the English ones, with the same placeholders and marks", () => {
    expect(Object.fromEntries(shapeOf(messages))).toEqual(Object.fromEntries(english));
  });

  test("have every plural form the language has", () => {
    const categories = new Intl.PluralRules(locale).resolvedOptions().pluralCategories.toSorted();
    const forms = Map.groupBy(
      [...messages.keys()].filter((key) => PLURAL.test(key)),
      (key) => key.replace(PLURAL, ""),
    );
    expect(forms.size).toBeGreaterThan(0);
    for (const [base, keys] of forms) {
      expect(keys.map((key) => key.slice(base.length + 1)).toSorted(), base).toEqual(categories);
    }
  });

  test("say nothing empty, and use typographic apostrophes", () => {
    for (const [key, text] of messages) {
      expect(text.trim(), key).not.toBe("");
      expect(text, key).not.toContain("'");
    }
  });

  test("name every topic, and only topics", () => {
    const named = (prefix: string) =>
      [...messages.keys()]
        .filter((key) => key.startsWith(prefix) && !key.slice(prefix.length).includes("."))
        .map((key) => key.slice(prefix.length));
    for (const prefix of ["topics.", "topics.inText.", "topics.purpose."]) {
      expect(named(prefix).toSorted(), prefix).toEqual([...TOPICS].toSorted());
    }
  });
});

test("French sets no-break spaces before its high punctuation and inside its quotation marks", () => {
  for (const [key, text] of messagesOf("fr")) {
    expect(text, key).not.toMatch(/ [:;?!»%]|« /);
    expect(text, key).not.toMatch(/[^\s\u00a0][;?!]/);
  }
});
