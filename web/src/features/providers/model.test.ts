import { aField, aKind, aProvider } from "@/test/channels-builders";
import { conditionOf, hookAddresses, settingsToSend, valuesOf } from "./model";

const kind = aKind(
  [
    aField({ name: "host", required: true }),
    aField({ name: "port", type: "number", default: "2775" }),
    aField({ name: "tls", type: "boolean", default: "true" }),
    aField({ name: "password", type: "secret", required: true }),
    aField({ name: "note" }),
  ],
  { hookTopics: ["status", "inbound"] },
);

describe("the values of the form", () => {
  it("begin with what holds when nothing is given", () => {
    expect(valuesOf(kind)).toEqual({ host: "", port: 2775, tls: true, password: "", note: "" });
  });

  it("begin with what is stored, and never hold a stored secret", () => {
    const provider = aProvider({ settings: { host: "smsc", tls: false }, secretsSet: ["password"] });
    expect(valuesOf(kind, provider)).toEqual({
      host: "smsc",
      port: 2775,
      tls: false,
      password: null,
      note: "",
    });
  });
});

describe("what is sent", () => {
  it("is all that was given of a new provider", () => {
    const values = { ...valuesOf(kind), host: "smsc", password: "s3cret" };
    expect(settingsToSend(kind, {}, values, true)).toEqual({
      host: "smsc",
      port: 2775,
      tls: true,
      password: "s3cret",
    });
  });

  it("is only what differs of a stored one; what was emptied is cleared", () => {
    const before = valuesOf(
      kind,
      aProvider({ settings: { host: "smsc", note: "old" }, secretsSet: ["password"] }),
    );
    expect(settingsToSend(kind, before, { ...before, port: 2776, note: "" }, false)).toEqual({
      port: 2776,
      note: null,
    });
  });

  it("holds a secret only when it was replaced or taken away", () => {
    const before = valuesOf(kind, aProvider({ secretsSet: ["password"] }));
    expect(settingsToSend(kind, before, before, false)).toEqual({});
    expect(settingsToSend(kind, before, { ...before, password: "new" }, false)).toEqual({ password: "new" });
    expect(settingsToSend(kind, before, { ...before, password: "" }, false)).toEqual({ password: null });
  });
});

it("gives the carrier one address for each kind of thing", () => {
  const provider = aProvider({ hookAddress: "https://chat.example/hooks/acme/1" });
  expect(hookAddresses(provider, kind).map(({ address }) => address)).toEqual([
    "https://chat.example/hooks/acme/1/status",
    "https://chat.example/hooks/acme/1/inbound",
  ]);
  expect(hookAddresses(provider, { ...kind, hookTopics: [] })).toEqual([
    { topic: "", address: "https://chat.example/hooks/acme/1" },
  ]);
  expect(hookAddresses(aProvider(), kind)).toEqual([]);
});

it("says the strongest reason why a provider does not send", () => {
  const paused = { code: "x", sentence: "x", until: "2026-05-20T12:00:00Z" };
  expect(conditionOf(aProvider())).toBe("healthy");
  expect(conditionOf(aProvider({ paused }))).toBe("paused");
  expect(conditionOf(aProvider({ paused, enabled: false }))).toBe("disabled");
});
