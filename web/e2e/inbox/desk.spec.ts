import AxeBuilder from "@axe-core/playwright";
import type { WebSocketRoute } from "@playwright/test";
import { expect, test } from "./desk";

test("three panes side by side, two, then one with a way back", async ({ desk, page }) => {
  await desk.open(await desk.has("Hola"));
  const list = page.getByRole("region", { name: "Conversations" });
  const thread = page.getByRole("region", { name: "Conversation", exact: true });
  const contact = page.getByRole("complementary", { name: "Contact" });

  await page.setViewportSize({ width: 1440, height: 900 });
  const [a, b, c] = [await list.boundingBox(), await thread.boundingBox(), await contact.boundingBox()];
  expect((a?.x ?? 0) + (a?.width ?? 0)).toBeLessThanOrEqual((b?.x ?? 0) + 1);
  expect((b?.x ?? 0) + (b?.width ?? 0)).toBeLessThanOrEqual((c?.x ?? 0) + 1);

  await page.setViewportSize({ width: 1100, height: 800 });
  await expect(list).toBeVisible();
  await expect(contact).toBeHidden();

  await page.setViewportSize({ width: 390, height: 844 });
  await expect(thread).toBeVisible();
  await expect(list).toBeHidden();
  await page.getByRole("button", { name: "Back to the list" }).click();
  await expect(list).toBeVisible();
  await expect(thread).toBeHidden();
});

test("the list is searched by contact and by queue", async ({ desk, page }) => {
  await desk.has("Hola");
  await page.goto("/inbox");
  const search = page.getByRole("searchbox", { name: "Search by queue or contact" });
  for (const words of [desk.customer.slice(-6), desk.queue.name.toUpperCase()]) {
    await search.fill(words);
    await expect(desk.row()).toBeVisible();
  }
  await search.fill("nobody");
  await expect(page.getByText("Nothing matches")).toBeVisible();
  await expect(page).toHaveURL(/q=nobody/);
});

test("a lost connection is told at once, and what was missed is there when it returns", async ({
  desk,
  page,
}) => {
  let socket: WebSocketRoute | undefined;
  let broken = false;
  await page.routeWebSocket(/\/live/, (ws) => {
    if (broken) return void ws.close();
    socket = ws;
    ws.connectToServer();
  });
  await desk.open(await desk.has("Hola"));
  await expect(desk.log).toContainText("Hola");
  const banner = page.getByRole("region", { name: "Connection" });
  await expect(banner).toBeHidden();

  await expect.poll(() => socket !== undefined).toBe(true);
  broken = true;
  await socket?.close();
  await expect(banner).toBeVisible({ timeout: 5000 });
  await desk.writes("¿Me leen?");
  broken = false;
  await expect(banner).toBeHidden({ timeout: 20_000 });
  await expect(desk.log).toContainText("¿Me leen?");
});

test("the state, its reason and its clock outlive a reload and show in another tab", async ({
  desk: { page },
  context,
}) => {
  await page.goto("/inbox");
  const state = page.getByRole("button", { name: /^Your state/ });
  await state.click();
  await page.getByRole("menuitem", { name: "Lunch" }).click();
  await expect(state).toContainText("On break · Lunch");

  const second = await context.newPage();
  await second.goto("/inbox");
  await expect(second.getByRole("button", { name: /^Your state/ })).toContainText("On break · Lunch");
  await second.close();
  await page.reload();
  await expect(state).toContainText("On break · Lunch");
  await expect(state).toContainText(/0:\d\d/);
});

test("commands answer to Control+K and a question mark, and letters stay letters", async ({ desk, page }) => {
  await desk.open(await desk.has("Hola"));
  await desk.composer.pressSequentially("ąñ@ jk?");
  await expect(desk.composer).toHaveValue("ąñ@ jk?");
  await desk.composer.press("Control+k");
  await page.getByRole("textbox", { name: "Search or run a command" }).fill("dark");
  await page.keyboard.press("Enter");
  await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "dark");
  await page.getByRole("region", { name: "Messages" }).focus();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toContainText("Next conversation");
});

test("Arabic mirrors the desk and keeps each text in its own direction", async ({ desk, page }) => {
  await page.addInitScript(() => localStorage.setItem("chasqui.language", "ar"));
  await desk.open(await desk.has("Hola, ¿precio?"));
  await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
  const list = await page.getByRole("region", { name: "المحادثات" }).boundingBox();
  const log = page.getByRole("region", { name: "الرسائل" });
  expect(list?.x ?? 0).toBeGreaterThan((await log.boundingBox())?.x ?? 0);
  const latin = log.getByText("Hola, ¿precio?");
  expect(await latin.evaluate((element) => getComputedStyle(element).direction)).toBe("ltr");
});

for (const language of ["en", "ar"]) {
  for (const scheme of ["light", "dark"] as const) {
    test(`is accessible in ${language}, ${scheme}`, async ({ desk, page }) => {
      test.setTimeout(60_000);
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      await page.addInitScript((code) => localStorage.setItem("chasqui.language", code), language);
      const id = await desk.has("Hola");
      await desk.writes("Otra", "+59899700003");
      await desk.open(id);
      await page.getByRole("article").waitFor();
      await expectNoViolations(page);
      await page.keyboard.press("Control+k");
      await page.getByRole("dialog").waitFor();
      await expectNoViolations(page);
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "hidden" });
      await page.locator("button[data-state]").click();
      await page.getByRole("menu").waitFor();
      await expectNoViolations(page);
    });
  }
}

async function expectNoViolations(page: import("@playwright/test").Page) {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`)).toEqual(
    [],
  );
}
