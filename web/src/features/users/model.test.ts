import { allPermissions, inventPassword } from "./model";

it("offers every permission once", () => {
  expect(new Set(allPermissions).size).toBe(allPermissions.length);
  expect(allPermissions).toHaveLength(17);
});

it("invents passwords that are long, different and can be read aloud", () => {
  const passwords = new Set(Array.from({ length: 50 }, () => inventPassword()));
  expect(passwords.size).toBe(50);
  for (const password of passwords) expect(password).toMatch(/^[a-km-zA-HJ-NP-Z2-9]{14}$/);
});
