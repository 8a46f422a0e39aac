import { expect, test } from "vitest";
import { ageText, durationText } from "../../src/http/table/age.ts";

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

test.each([
  [0, "0s"],
  [119, "119s"],
  [2 * minute, "2m"],
  [9 * minute + 59, "9m59s"],
  [10 * minute + 30, "10m"],
  [179 * minute, "179m"],
  [3 * hour, "3h"],
  [7 * hour + 59 * minute, "7h59m"],
  [8 * hour + 59 * minute, "8h"],
  [47 * hour, "47h"],
  [2 * day, "2d"],
  [7 * day + 23 * hour, "7d23h"],
  [8 * day + 1 * hour, "8d"],
  [729 * day, "729d"],
  [731 * day, "2y1d"],
  [8 * 365 * day, "8y"],
])("%d seconds read %s", (seconds, text) => {
  expect(durationText(seconds * 1000)).toBe(text);
});

test("a time slightly ahead is now, a time far ahead is invalid", () => {
  expect(durationText(-900)).toBe("0s");
  expect(durationText(-5000)).toBe("<invalid>");
});

test("an age without a timestamp is unknown", () => {
  expect(ageText(undefined, 0)).toBe("<unknown>");
  expect(ageText("1970-01-01T00:00:10Z", 70_000)).toBe("60s");
  expect(ageText("yesterday", 70_000)).toBe("<invalid>");
});
