import { expect, test } from "@playwright/test";
import { signIn } from "./support";

test.beforeEach(({ page }) => signIn(page, "admin"));

test("a customer's text leaves the phone and reaches the queue", async ({ page }) => {
  const number = `+59899${String(Math.floor(Math.random() * 1e6)).padStart(6, "0")}`;
  await page.goto(`/handset?number=${encodeURIComponent(number)}`);
  await page.getByRole("textbox", { name: "Text message" }).fill("Hello, are you open?");
  await page.keyboard.press("Enter");
  const phone = page.getByRole("region", { name: `Phone of ${number}` });
  await expect(phone.getByRole("log")).toContainText("Hello, are you open?");
  await expect(phone.getByRole("textbox")).toHaveValue("");
  await expect(page.getByRole("button", { name: number })).toHaveAttribute("aria-pressed", "true");
});

test("the carrier is given a bad day and a good one again", async ({ page }) => {
  await page.goto("/handset");
  await page.getByRole("button", { name: "Carrier's behaviour" }).click();
  const drawer = page.getByRole("dialog");
  await drawer.getByRole("button", { name: /Confused receipts/ }).click();
  await expect(drawer.getByLabel("Receipt sent twice")).toHaveValue("40 %");
  await drawer.getByRole("button", { name: /A good day/ }).click();
  await drawer.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByText("The carrier behaves so from now on")).toBeVisible();
});

test("the phone fits a phone", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/handset?number=%2B59899123456");
  await expect(page.getByRole("region", { name: "Phone of +59899123456" })).toBeVisible();
  const wider = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  expect(wider).toBe(false);
});
