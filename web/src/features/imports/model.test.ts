import { anImport } from "@/test/operations-builders";
import { accountedFor, fileSize, isOver, isPlainFault } from "./model";

it("accounts for every row of a finished import", () => {
  const done = anImport({ rows: 10, imported: 6, duplicates: 2, blocked: 1, rejected: 1 });
  expect(accountedFor(done)).toBe(done.rows);
});

it("calls refused and failed imports over, and a running one not", () => {
  expect(isOver({ state: "refused" })).toBe(true);
  expect(isOver({ state: "failed" })).toBe(true);
  expect(isOver({ state: "processing" })).toBe(false);
});

it("keeps the server's sentence for faults that name something of the row", () => {
  expect(isPlainFault("numberTooShort")).toBe(true);
  expect(isPlainFault("unresolvedVariable")).toBe(false);
});

it("tells sizes in the unit people read", () => {
  expect(fileSize(1200, "en")).toBe("1.2 kB");
  expect(fileSize(25_300_000, "en")).toBe("25 MB");
});
