import { expect, test } from "@playwright/test";
import { fresh, signIn } from "../operations/support";

test.beforeEach(({ page }) => signIn(page, "admin"));

const aNumber = () => `+598291${String(Math.floor(Math.random() * 1e5)).padStart(5, "0")}`;

test("a sender is made, verified with others, and led to one queue only", async ({ page }) => {
  const number = aNumber();
  await page.goto("/senders");
  await page.getByRole("button", { name: "New sender" }).click();
  const drawer = page.getByRole("dialog", { name: "New sender" });
  await drawer.getByLabel("Number or name").fill("12");
  await drawer.getByRole("switch", { name: "Verified" }).click();
  await drawer.getByRole("button", { name: "Create sender" }).click();
  await expect(drawer.getByLabel("Number or name")).toHaveAttribute("aria-invalid", "true");
  await drawer.getByLabel("Number or name").fill(number);
  await drawer.getByRole("button", { name: "Create sender" }).click();
  const row = page.getByRole("row", { name: new RegExp(`\\${number}`) });
  await expect(row).toContainText("Not verified");
  await page.getByRole("checkbox", { name: `Choose ${number}` }).check();
  await page.getByRole("button", { name: "Mark as verified" }).click();
  await expect(page.getByText("1 sender verified for SMS messaging only")).toBeVisible();
  await expect(row).not.toContainText("Not verified");

  const name = fresh("Entry");
  await page.goto("/entry-points");
  await page.getByRole("button", { name: "New entry point" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  // The demonstration's number leads to its queue already.
  await dialog.getByRole("combobox", { name: "Number" }).fill("+59829001000");
  await page.getByRole("option", { name: /59829001000/ }).click();
  await dialog.getByRole("combobox", { name: "Queue" }).click();
  await page.getByRole("option", { name: "support", exact: true }).click();
  await dialog.getByRole("button", { name: "Create entry point" }).click();
  await expect(dialog.getByRole("alert")).toContainText("already leads to the queue support");
  await dialog.getByRole("combobox", { name: "Number" }).fill(number);
  await page.getByRole("option", { name: new RegExp(`\\${number}`) }).click();
  await dialog.getByRole("button", { name: "Create entry point" }).click();
  await expect(page.getByRole("row", { name: new RegExp(name) })).toContainText(number);
});
