import { expect, test } from "./desk";

test("an accepted offer opens its conversation, and the URL keeps it", async ({ desk, page }) => {
  await page.goto("/inbox");
  await page.getByRole("main").getByRole("button", { name: "Become free" }).click();
  await desk.writes("¿Siguen abiertos?");

  const offer = page.getByRole("article", { name: `Offer: ${desk.customer}` });
  await expect(offer).toContainText(desk.queue.name);
  await expect(offer).toContainText("¿Siguen abiertos?");
  await offer.getByRole("button", { name: "Accept" }).click();

  await expect(page).toHaveURL(/c=/);
  await expect(page.getByRole("heading", { name: desk.customer })).toBeVisible();
  await expect(desk.log).toContainText("¿Siguen abiertos?");
  await page.reload();
  await expect(desk.log).toContainText("¿Siguen abiertos?");
  await page.goBack();
  await expect(desk.log).toBeHidden();
  await expect(desk.row()).toBeVisible();
});

test("offers are answered from the keyboard, even while writing to somebody else", async ({ desk, page }) => {
  const other = "+59899700001";
  await desk.open(await desk.has("Hola", other));
  await desk.composer.fill("Un momen");
  await desk.writes("Buenas");
  await expect(page.getByRole("article", { name: `Offer: ${desk.customer}` })).toBeVisible();
  await desk.composer.press("Control+Shift+Enter");
  await expect(page.getByRole("heading", { name: desk.customer }).first()).toBeVisible();
  expect(await desk.heard(other)).toEqual([]);
});

test("a refused offer leaves at once", async ({ desk, page }) => {
  await desk.is("free");
  await page.goto("/inbox");
  await desk.writes("Buenas");
  const offer = page.getByRole("article", { name: `Offer: ${desk.customer}` });
  await expect(offer).toBeVisible();
  const refused = page.waitForResponse((answer) => answer.url().endsWith("/refuse"));
  await page.keyboard.press("Control+Shift+Backspace");
  expect((await refused).status()).toBe(204);
  await expect(offer).toBeHidden();
  await expect(desk.row()).toBeHidden();
});

test.describe("left unanswered", () => {
  test.use({ refusalTimeoutSeconds: 15 });

  test("an offer counts down, speaks three times, and says it was passed on", async ({ desk, page }) => {
    test.setTimeout(60_000);
    await desk.is("free");
    await page.goto("/inbox");
    // The page is loaded before the app is drawn, and only what is there can be listened to.
    await expect(page.locator("[aria-live=polite]").first()).toBeAttached();
    await page.evaluate(() => {
      const heard: string[] = [];
      Object.assign(window, { heard });
      for (const region of document.querySelectorAll("[aria-live=polite], [aria-live=assertive]")) {
        new MutationObserver(() => heard.push(region.textContent?.trim() ?? "")).observe(region, {
          childList: true,
          characterData: true,
          subtree: true,
        });
      }
    });
    await desk.writes("¿Hola?");
    await expect(page.getByRole("article", { name: `Offer: ${desk.customer}` })).toBeVisible();
    await expect(page.getByRole("region", { name: "Offers" })).toContainText("passed on to another agent", {
      timeout: 20_000,
    });
    const heard = await page.evaluate(() => (window as unknown as { heard: string[] }).heard);
    const about = heard.filter((words) => words.includes(desk.customer));
    expect(about).toEqual([
      expect.stringMatching(/^New conversation from .* 1[45] seconds to accept\.$/),
      expect.stringMatching(/^10 seconds left/),
      expect.stringMatching(/^5 seconds left/),
      expect.stringMatching(/was passed on/),
    ]);
  });
});
