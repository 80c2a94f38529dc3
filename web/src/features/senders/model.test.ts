import { aSender } from "@/test/channels-builders";
import { noId, toChange, toCreate, valuesOf } from "./model";

const defaults = { provider: "provider-1", country: "UY" };

it("leaves the pace of a new sender to what is usual for its kind", () => {
  const values = { ...valuesOf(undefined, defaults), address: "59899", kind: "shortCode" as const };
  expect(toCreate(values)).toMatchObject({ kind: "shortCode", address: "59899", country: "UY" });
  expect(toCreate(values)).not.toHaveProperty("messagesPerSecond");
});

it("does not let a name receive", () => {
  const values = { ...valuesOf(undefined, defaults), address: "ACME", kind: "alphanumeric" as const };
  expect(toCreate(values).inbound).toBe(false);
});

it("sends of a change only what differs, and zeroes for what is taken away", () => {
  const before = valuesOf(aSender({ fallbackSenderId: "sender-2", dncListId: "group-1" }), defaults);
  expect(toChange(before, before)).toEqual({});
  expect(toChange(before, { ...before, label: "New", fallbackSenderId: null })).toEqual({
    label: "New",
    fallbackSenderId: noId,
  });
});
