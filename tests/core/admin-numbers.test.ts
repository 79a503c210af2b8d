import { expect, test } from "vitest";
import { numbersByDay, numbersCsv } from "#core/admin-numbers.ts";

const NOW = new Date("2026-11-20T23:59:00.000Z");
const visited = { domain: "m.example.org", visits: 2, failures: 1, monthlyActiveUsers: null, accounts: 40 };
const COUNTED = {
  history: [
    { ...visited, day: "2026-11-18" },
    { ...visited, day: "2020-01-01" },
  ],
  referrals: [{ day: "2026-11-19", newcomers: 3 }],
  showings: [{ day: "2026-11-20", times: 70 }],
  feedback: [{ week: "2026-11-16", worked: 2, refused: 0, silent: 1 }],
};

test("numbers come day by day up to today, counts of ours as zeros and what was not told as nothing", () => {
  const days = numbersByDay(COUNTED, NOW, 5);
  expect(days.map(({ day }) => day)).toEqual(["2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20"]);
  expect(days[0]).toMatchObject({
    newcomers: 0,
    shown: 0,
    accounts: null,
    reports: { worked: 2, refused: 0, silent: 1 },
  });
  expect(days[2]).toMatchObject({ visits: 2, failures: 1, monthlyActiveUsers: null, accounts: 40, reports: null });
  expect(days.map(({ newcomers, shown }) => [newcomers, shown]).slice(3)).toEqual([
    [3, 0],
    [0, 70],
  ]);
});

test("the file begins on the first day that has something to tell", () => {
  expect(numbersCsv(numbersByDay(COUNTED, NOW, 30)).split("\r\n")).toEqual([
    "day,newcomers_sent,times_shown,visits,visits_failed,monthly_active_users,accounts,week_got_in,week_told_no,week_heard_nothing",
    "2026-11-16,0,0,0,0,,,2,0,1",
    "2026-11-17,0,0,0,0,,,,,",
    "2026-11-18,0,0,2,1,,40,,,",
    "2026-11-19,3,0,0,0,,,,,",
    "2026-11-20,0,70,0,0,,,,,",
    "",
  ]);
  expect(
    numbersCsv(numbersByDay({ history: [], referrals: [], showings: [], feedback: [] }, NOW, 30)).split("\r\n"),
  ).toHaveLength(2);
});
