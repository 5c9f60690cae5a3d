// The reader's own minutes are added up right, wrong ones get a sentence, and the file tells nobody what it is for.

import assert from "node:assert/strict";
import test from "node:test";

import {
  calendarFile,
  filled,
  totals,
  typedMinutes,
  visitDays,
  wrongWith,
} from "../../widgets/time_and_travel.mjs";

const DAILY = { visits: [20, 30], chair: 37.5, days: 0 };
const PACKED = { visits: [5, 5], chair: 0, days: 5 };

test("twenty minutes each way make 26 to 39 hours of a daily course, in four to six weeks", () => {
  assert.deepEqual(totals(DAILY, 20, 5), { fewest: 26, most: 39, fewest_weeks: 4, most_weeks: 6 });
});

test("fewer days a week take more weeks and the same hours", () => {
  for (const days of [1, 2, 3, 4]) {
    const found = totals(DAILY, 20, days);
    assert.equal(found.fewest, 26);
    assert.equal(found.fewest_weeks, Math.ceil(20 / days));
    assert.equal(found.most_weeks, Math.ceil(30 / days));
  }
});

test("the five-day plan keeps its own days, whatever days were chosen before", () => {
  assert.deepEqual(totals(PACKED, 60, 1), { fewest: 10, most: 10, fewest_weeks: 1, most_weeks: 1 });
});

test("a longer way never takes fewer hours, and each minute more counts there and back for each visit", () => {
  for (let minutes = 0; minutes < 200; minutes += 1) {
    const [now, next] = [totals(DAILY, minutes, 5), totals(DAILY, minutes + 30, 5)];
    assert.equal(next.fewest - now.fewest, 20);
    assert.equal(next.most - now.most, 30);
  }
});

for (const [typed, read, wrong] of [
  ["", null, ""],
  ["  ", null, ""],
  ["0", 0, ""],
  [" 20 ", 20, ""],
  ["720", 720, ""],
  ["721", 721, "too_long"],
  ["1.5", NaN, "bad"],
  ["-5", NaN, "bad"],
  ["twenty", NaN, "bad"],
  ["1e3", NaN, "bad"],
]) {
  test(`“${typed}” is ${wrong ? `told to be wrong (${wrong})` : "taken"}`, () => {
    assert.deepEqual(typedMinutes(typed), read);
    assert.equal(wrongWith(typedMinutes(typed), 720), wrong);
  });
}

test("a sentence gets its numbers, and a place without one stays to be seen", () => {
  assert.equal(filled("about {fewest} to {most} hours", { fewest: 0, most: 39 }), "about 0 to 39 hours");
  assert.equal(filled("{other}", {}), "{other}");
});

test("no visit falls on a weekend, and no week has more than the reader can go", () => {
  assert.deepEqual(visitDays("2026-12-03", 4, 5), ["20261203", "20261204", "20261207", "20261208"]);
  assert.deepEqual(visitDays("2026-12-05", 3, 2), ["20261207", "20261208", "20261214"]);
  for (const perWeek of [1, 2, 3, 4, 5]) assert.equal(new Set(visitDays("2027-02-26", 30, perWeek)).size, 30);
});

test("the file names every day and says nothing but the neutral word", () => {
  const file = calendarFile(["20261203", "20261204"], "Appointment", "20261124T100000Z");
  assert.equal(file.match(/SUMMARY:Appointment\r\n/g).length, 2);
  assert.match(file, /DTSTART;VALUE=DATE:20261203\r\n/);
  assert.ok(file.startsWith("BEGIN:VCALENDAR\r\n") && file.endsWith("END:VCALENDAR\r\n"));
  assert.doesNotMatch(file, /TMS|depress|clinic|stimulation|http/i);
  assert.equal(new Set(file.match(/UID:.*/g)).size, 2);
});
