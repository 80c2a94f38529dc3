import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

type Person = "admin" | "sofia" | "ana" | "luis";

/** Signs in as one of the demonstration's people, without going through the form. */
export async function signIn(page: Page, person: Person) {
  const answer = await page.request.post("/api/v1/session", {
    data: { email: `${person}@demo.example`, password: "chasqui-demo" },
  });
  expect(answer.ok(), `sign-in of ${person}`).toBe(true);
}

/** From the next page on; the app must be open already. */
export async function speak(page: Page, language: "en" | "ar") {
  await page.evaluate((code) => localStorage.setItem("chasqui.language", code), language);
}

/** The id of one of the demonstration's things, by its name. */
export async function idOf(page: Page, list: "dialers" | "queues" | "users", name: string): Promise<string> {
  const answer = await page.request.get(`/api/v1/${list}`);
  const { items } = (await answer.json()) as { items: { id: string; name: string }[] };
  const found = items.find((item) => item.name === name);
  if (!found) throw new Error(`no ${name} among ${list}`);
  return found.id;
}

const standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** The rules that look at colours: all that another colour scheme can break on a page already looked at. */
const ofColour = ["color-contrast", "link-in-text-block"];

export async function expectAccessible(page: Page, rules: "all" | "ofColour" = "all") {
  // Legacy means: in the page itself. The other way opens a blank page for each audit, to join what frames say; we have none.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  const { violations } = await (rules === "all"
    ? axe.withTags(standards)
    : axe.withRules(ofColour)
  ).analyze();
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
  expect(told).toEqual([]);
}

/** A name nobody used before in this run. */
export const fresh = (stem: string) => `${stem}-${Math.random().toString(36).slice(2, 8)}`;
