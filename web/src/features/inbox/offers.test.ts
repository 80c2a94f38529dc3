import { anOffer } from "@/test/builders";
import { noOffers, offersReducer } from "./offers";

const a = anOffer({ id: "a" });
const b = anOffer({ id: "b" });
const shown = offersReducer(noOffers, { type: "server", offers: [a, b] });

it("says an offer was passed on when the server takes it back", () => {
  const table = offersReducer(shown, { type: "server", offers: [b] });
  expect(table.live).toEqual([b]);
  expect(table.passed).toEqual([a]);
});

it("does not call an answered offer passed on", () => {
  let table = offersReducer(shown, { type: "answered", id: "a" });
  table = offersReducer(table, { type: "server", offers: [b] });
  expect(table.passed).toEqual([]);
});

it("never shows an offer again that ran out here while the server still lists it", () => {
  let table = offersReducer(shown, { type: "ranOut", id: "a" });
  expect(table.passed).toEqual([a]);
  table = offersReducer(table, { type: "server", offers: [a, b] });
  expect(table.live).toEqual([b]);
  expect(table.passed).toEqual([a]);
});

it("offers again when the answer did not reach the server", () => {
  let table = offersReducer(shown, { type: "answered", id: "a" });
  table = offersReducer(table, { type: "answerFailed", id: "a" });
  table = offersReducer(table, { type: "server", offers: [a] });
  expect(table.live).toEqual([a]);
});

it("forgets one note and keeps the other", () => {
  let table = offersReducer(shown, { type: "server", offers: [] });
  table = offersReducer(table, { type: "forget", id: "a" });
  expect(table.passed).toEqual([b]);
});
