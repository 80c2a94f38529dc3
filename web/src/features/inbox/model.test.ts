import { aContact, aMessage, anInboxItem } from "@/test/builders";
import {
  continues,
  deliveryOf,
  filterInbox,
  firstUnreadKey,
  mergeThread,
  reasonOf,
  unreadTotal,
} from "./model";

const unsent = { clientId: "c1", text: "Ya lo reviso", at: "2026-05-20T12:01:00Z" };

describe("mergeThread", () => {
  it("puts the oldest first and the unconfirmed last", () => {
    const newest = aMessage({ text: "two" });
    const oldest = aMessage({ text: "one" });
    expect(mergeThread([newest, oldest], [unsent]).map(({ key }) => key)).toEqual([
      oldest.id,
      newest.id,
      "c1",
    ]);
  });

  it("shows one bubble under one key when the server has what we sent", () => {
    const mine = aMessage({ direction: "out", clientId: "c1" });
    const bubbles = mergeThread([mine], [unsent]);
    expect(bubbles).toHaveLength(1);
    expect(bubbles[0]).toMatchObject({ kind: "message", key: "c1" });
  });

  it("puts a retry in the place of what failed, and its retry in turn", () => {
    const failed = aMessage({ id: "m1", direction: "out", state: "failed" });
    const again = aMessage({ id: "m2", direction: "out", state: "failed", clientId: "m1" });
    const third = aMessage({ id: "m3", direction: "out", state: "queued", clientId: "m2" });
    const bubbles = mergeThread([third, again, failed], []);
    expect(bubbles).toHaveLength(1);
    expect(bubbles[0]).toMatchObject({ kind: "message", message: { id: "m3" } });
  });

  it("drops a message that two pages both carry", () => {
    const message = aMessage();
    expect(mergeThread([message, message], [])).toHaveLength(1);
  });
});

it("starts reading at the oldest unread inbound message", () => {
  const [first, second, third] = [aMessage(), aMessage({ direction: "out" }), aMessage()];
  const bubbles = mergeThread([third, second, first], []);
  expect(firstUnreadKey(bubbles, 2)).toBe(first.id);
  expect(firstUnreadKey(bubbles, 1)).toBe(third.id);
  expect(firstUnreadKey(bubbles, 0)).toBeUndefined();
});

it("groups one voice within five minutes", () => {
  const [first, soon, late] = [
    aMessage({ createdAt: "2026-05-20T12:00:00Z" }),
    aMessage({ createdAt: "2026-05-20T12:04:00Z" }),
    aMessage({ createdAt: "2026-05-20T12:30:00Z" }),
  ];
  const [a, b, c] = mergeThread([late, soon, first], []);
  expect(b && continues(a, b)).toBe(true);
  expect(c && continues(b, c)).toBe(false);
});

describe("deliveryOf", () => {
  it.each([
    ["queued", "queued"],
    ["sending", "queued"],
    ["accepted", "sent"],
    ["delivered", "delivered"],
    ["read", "delivered"],
    ["undelivered", "failed"],
    ["blocked", "failed"],
    ["unknown", "unknown"],
  ] as const)("%s reads %s", (state, delivery) => {
    expect(deliveryOf({ direction: "out", state })).toBe(delivery);
  });

  it("has no word for what came in", () => {
    expect(deliveryOf({ direction: "in", state: "received" })).toBeNull();
  });
});

it.each([
  [{ state: "blocked", verdict: "doNotContact", failureCode: null }, "doNotContact"],
  [{ state: "failed", verdict: "allowed", failureCode: "permanentRecipient" }, "permanentRecipient"],
  [{ state: "expired", verdict: "allowed", failureCode: null }, "expired"],
  [{ state: "failed", verdict: "allowed", failureCode: "30007" }, "other"],
] as const)("finds words for %o", (message, reason) => {
  expect(reasonOf(message)).toBe(reason);
});

describe("filterInbox", () => {
  const jose = anInboxItem({
    contact: aContact({ name: "José Gómez", number: "+59898344484" }),
    queue: { id: "q1", name: "ventas" },
    lastMessageAt: "2026-05-20T12:00:00Z",
    unread: 2,
  });
  const mona = anInboxItem({
    contact: aContact({ name: "منى", number: "+201001234567" }),
    lastMessageAt: "2026-05-20T12:05:00Z",
    waitingFor: "contact",
  });

  it("orders by the newest message", () => {
    expect(filterInbox([jose, mona], "", "all")).toEqual([mona, jose]);
  });

  it.each(["jose gomez", "VENTAS", "598 98 344", "98-344-484", "gómez ven"])("finds %s", (search) => {
    expect(filterInbox([jose, mona], search, "all")).toEqual([jose]);
  });

  it("finds Arabic names", () => {
    expect(filterInbox([jose, mona], "منى", "all")).toEqual([mona]);
  });

  it("narrows to unread and to those waiting for an answer", () => {
    expect(filterInbox([jose, mona], "", "unread")).toEqual([jose]);
    expect(filterInbox([jose, mona], "", "waiting")).toEqual([jose]);
  });
});

it("adds up what is unread", () => {
  expect(unreadTotal([anInboxItem({ unread: 2 }), anInboxItem({ unread: 1 })])).toBe(3);
});
