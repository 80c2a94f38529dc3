import { expect, type Page, test } from "@playwright/test";
import { expectAccessible, idOf, signIn, speak } from "./support";

const routes: Record<string, (page: Page) => Promise<string>> = {
  home: async () => "/",
  dialers: async () => "/dialers",
  monitor: async (page) => `/dialers/${await idOf(page, "dialers", "campsms")}`,
  import: async (page) => `/dialers/${await idOf(page, "dialers", "campsms")}/import`,
  messages: async (page) => `/dialers/${await idOf(page, "dialers", "campsms")}/messages`,
  "dialer settings": async (page) => `/dialers/${await idOf(page, "dialers", "campsms")}/settings`,
  queues: async () => "/queues",
  "queue settings": async (page) => `/queues/${await idOf(page, "queues", "support")}`,
  "queue members": async (page) => `/queues/${await idOf(page, "queues", "support")}/members`,
  dispositions: async (page) => `/queues/${await idOf(page, "queues", "support")}/dispositions`,
  users: async () => "/users",
  "one user": async (page) => `/users?user=${await idOf(page, "users", "Ana")}`,
  roles: async () => "/users/roles",
  groups: async () => "/users/groups",
  "api keys": async () => "/users/api-keys",
  dnc: async () => "/dnc",
  "dnc import": async () => "/dnc/import",
  handset: async () => "/handset?number=%2B59899123456",
};

for (const [name, address] of Object.entries(routes)) {
  test(`${name} is accessible in light and dark, English and Arabic`, async ({ browser, baseURL }) => {
    // Four sign-ins and four whole audits; a loaded machine needs its time.
    test.setTimeout(180_000);
    for (const colorScheme of ["light", "dark"] as const) {
      for (const language of ["en", "ar"] as const) {
        const context = await browser.newContext({ baseURL, colorScheme });
        const page = await context.newPage();
        await signIn(page, "admin");
        await speak(page, language);
        await page.goto(await address(page));
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
        await test.step(`${colorScheme} ${language}`, () => expectAccessible(page));
        await context.close();
      }
    }
  });
}
