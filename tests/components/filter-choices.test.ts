import { expect, test } from "vitest";
import { FILTERS, parseSearch, WHOLE_DIRECTORY } from "#core/search.ts";
import { choicesOf, chosenLabel, chosenOf, isFiltered, withoutFilter } from "#site/components/filter-choices.ts";
import { translator } from "#site/i18n/index.ts";
import { directoryOf, instance } from "../support/instances.ts";

const t = translator("en");
const EVERYTHING = "language=fr&topic=art&size=under-100&kind=photos&joining=open&software=mastodon&suggested=yes";

const directory = await directoryOf([
  instance("a.example", { languages: ["fr"], monthlyActiveUsers: 50, topics: ["art"] }),
  instance("b.example", { languages: ["fr", "br"], monthlyActiveUsers: 500, registrations: "approval" }),
  instance("c.example", { languages: ["en"], monthlyActiveUsers: 500 }),
  instance("d.example", { languages: ["en"], monthlyActiveUsers: 20_000, accounts: 90_000 }),
]);

function searchOf(parameters: string) {
  return parseSearch(new URLSearchParams(parameters)).search;
}

test("every group of filters can be read from a search and taken out of it", () => {
  const { search, problems } = parseSearch(new URLSearchParams(EVERYTHING));
  expect(problems).toEqual([]);
  for (const filter of FILTERS) {
    expect(chosenOf(search, filter), filter).toHaveLength(1);
    expect(chosenOf(withoutFilter(search, filter), filter), filter).toEqual([]);
    expect(chosenLabel(search, filter, t, "en"), filter).not.toBe("");
  }
  expect(isFiltered(search)).toBe(true);
  expect(isFiltered(FILTERS.reduce(withoutFilter, search))).toBe(false);
});

test("taking a filter out goes back to the first page", () => {
  expect(withoutFilter(searchOf("language=fr&page=3"), "language").page).toBe(1);
});

test("choices come most frequent first, with the number they would show", () => {
  const choices = choicesOf("language", WHOLE_DIRECTORY, directory.search(WHOLE_DIRECTORY), t, "en");
  expect(choices.map(({ label, count }) => [label, count])).toEqual([
    ["English", 2],
    ["French", 2],
    ["Breton", 1],
  ]);
});

test("any counts what there would be without the group, oversized ones included", () => {
  const search = searchOf("joining=approval");
  const [any, open, approval] = choicesOf("joining", search, directory.search(search), t, "en");
  expect([any?.count, open?.count, approval?.count]).toEqual([4, 3, 1]);
  expect([any?.isChosen, approval?.isChosen]).toEqual([false, true]);
});

test("what was chosen stays visible even where it finds nothing", () => {
  const search = searchOf("language=cy");
  const choices = choicesOf("language", search, directory.search(search), t, "en");
  expect(choices.find(({ value }) => value === "cy")).toEqual({
    value: "cy",
    label: "Welsh",
    count: 0,
    isChosen: true,
  });
});

test("sizes come in their own order, and those that find nothing are left out", () => {
  const choices = choicesOf("size", WHOLE_DIRECTORY, directory.search(WHOLE_DIRECTORY), t, "en");
  expect(choices.map(({ label }) => label)).toEqual(["Under 100", "100 to 1,000", "Over 10,000"]);
});

test("a program that nobody knows is no choice: its name is what a server chose to write", async () => {
  const advertising = await directoryOf([
    instance("a.example"),
    instance("b.example", { software: "free coins at casino.example" }),
  ]);
  const choices = (search: typeof WHOLE_DIRECTORY) =>
    choicesOf("software", search, advertising.search(search), t, "en").map(({ label }) => label);
  expect(choices(WHOLE_DIRECTORY)).toEqual(["Any", "Mastodon"]);
  expect(choices({ ...WHOLE_DIRECTORY, software: "ownprogram" })).toContain("ownprogram");
});
