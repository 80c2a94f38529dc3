import { expect, test } from "@playwright/test";
import { fresh, idOf, signIn } from "./support";

test.beforeEach(({ page }) => signIn(page, "admin"));

test("a queue is made, given members and dispositions", async ({ page }) => {
  const name = fresh("sales");
  await page.goto("/queues");
  await page.getByRole("button", { name: "New queue" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Create queue" }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();

  await page.getByRole("link", { name: "Members" }).click();
  await page.getByRole("checkbox", { name: /Ana/ }).check();
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Members saved")).toBeVisible();

  await page.getByRole("link", { name: "Dispositions" }).click();
  await page.getByRole("textbox", { name: "New disposition" }).fill("Sold");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Dispositions saved")).toBeVisible();
  await page.reload();
  await expect(page.getByText("Sold")).toBeVisible();
});

test("the out-of-hours message tells its cost while it is written", async ({ page }) => {
  const queueId = await idOf(page, "queues", "support");
  await page.goto(`/queues/${queueId}`);
  await page.getByText("At set hours").click();
  await page.getByLabel("Message outside of opening hours").fill("مغلق الآن");
  await expect(page.getByText("UCS-2")).toBeVisible();
  await page.getByRole("button", { name: "Discard" }).click();
  await expect(page.getByRole("button", { name: "Save changes" })).toHaveCount(0);
});
