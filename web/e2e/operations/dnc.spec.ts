import { expect, test } from "@playwright/test";
import { signIn } from "./support";

test("a number is added, found and taken off again", async ({ page }) => {
  await signIn(page, "admin");
  const national = `099${String(Math.floor(Math.random() * 1e6)).padStart(6, "0")}`;
  const number = `+598${national.slice(1)}`;
  await page.goto("/dnc");
  await page.getByRole("button", { name: "Add a number" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Number").fill(national);
  await dialog.getByRole("button", { name: "Add number" }).click();
  await expect(page.getByText("Number added")).toBeVisible();

  await page.getByRole("textbox", { name: /Find a number/ }).fill(number);
  const row = page.getByRole("row", { name: new RegExp(`\\${number}`) });
  await expect(row).toContainText("The whole centre");
  await row.getByRole("button", { name: "Remove" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove number" }).click();
  await expect(page.getByText("The number is on no list")).toBeVisible();
});
