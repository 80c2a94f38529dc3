import { test as base, expect, type Page } from "@playwright/test";
import { expectAccessible, idOf, signIn, speak } from "./support";

/** One signed-in page for all audits of a worker: signing in and loading the app anew each time took longer than looking. */
const test = base.extend<object, { audited: Page }>({
  audited: [
    async ({ browser }, use, { project }) => {
      const { baseURL, viewport } = project.use;
      const context = await browser.newContext({ baseURL, viewport });
      const page = await context.newPage();
      await signIn(page, "admin");
      await page.goto("/");
      await use(page);
      await context.close();
    },
    { scope: "worker" },
  ],
});

const routes: Record<string, (page: Page) => Promise<string>> = {
  home: async () => "/",
  dialers: async () => "/dialers",
  monitor: async (page) => `/dialers/${await idOf(page, "dialers", "campsms")}`,
  import: async (page) => `/dialers/${await idOf(page, "dialers", "campsms")}/import`,
  messages: async (page) => `/dialers/${await idOf(page, "dialers", "campsms")}/messages`,
  "dialer settings": async (page) => `/dialers/${await idOf(page, "dialers", "campsms")}/settings`,
  providers: async () => "/providers",
  "kinds of provider": async () => "/providers/new",
  "new provider": async () => "/providers/new?kind=simulator",
  incidents: async () => "/providers/incidents",
  senders: async () => "/senders",
  "new sender": async () => "/senders?sender=new",
  "entry points": async () => "/entry-points",
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

test.describe.configure({ mode: "parallel" });

for (const [name, address] of Object.entries(routes)) {
  test(`${name} is accessible in light and dark, English and Arabic`, async ({ audited: page }) => {
    // Four audits; a loaded machine needs its time.
    test.setTimeout(120_000);
    const route = await address(page);
    for (const language of ["en", "ar"] as const) {
      await speak(page, language);
      await page.goto(route);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
      await test.step(`light ${language}`, () => expectAccessible(page));
      await page.emulateMedia({ colorScheme: "dark" });
      await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "dark");
      await test.step(`dark ${language}`, () => expectAccessible(page, "ofColour"));
      await page.emulateMedia({ colorScheme: "light" });
    }
  });
}
