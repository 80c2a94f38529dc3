import { expect, test } from "@playwright/test";
import { fresh, signIn } from "../operations/support";

test.beforeEach(({ page }) => signIn(page, "admin"));

test("a provider is made from its kind's own form, tested, changed and paused", async ({ page }) => {
  const name = fresh("Lab");
  await page.goto("/providers");
  await page.getByRole("link", { name: "New provider" }).click();
  // The list that is being left has a link of the same name.
  await expect(page).toHaveURL(/\/providers\/new/);
  await page.getByRole("link", { name: /^Simulator/ }).click();
  await page.getByLabel("Name").fill(name);
  const patience = page.getByLabel("Wait for an answer (ms)");
  await expect(patience).toHaveValue("3000");
  await patience.fill("5");
  await page.getByRole("button", { name: "Create provider" }).click();
  // The server's own rule, at its field.
  await expect(patience).toHaveAttribute("aria-invalid", "true");
  await patience.fill("2500");
  await page.getByRole("button", { name: "Create provider" }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(patience).toHaveValue("2500");

  await page.getByRole("button", { name: "Test" }).click();
  await expect(page.getByRole("dialog", { name: "The carrier's answer" })).toBeVisible();
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Pause provider" }).click();
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByRole("button", { name: "Pause" })).toBeVisible();

  await page.getByRole("button", { name: `More for ${name}` }).click();
  await page.getByRole("menuitem", { name: "Delete provider" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete provider" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Providers" })).toBeVisible();
  await expect(page.getByRole("link", { name })).toHaveCount(0);
});
