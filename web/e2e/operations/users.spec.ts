import { expect, test } from "@playwright/test";
import { fresh, signIn } from "./support";

test.beforeEach(({ page }) => signIn(page, "admin"));

test("a user is made, disabled after a warning, and can no longer sign in", async ({
  page,
  playwright,
  baseURL,
}) => {
  const name = fresh("Eva");
  const email = `${name.toLowerCase()}@demo.example`;
  await page.goto("/users");
  await page.getByRole("button", { name: "New user" }).click();
  const drawer = page.getByRole("dialog", { name: "New user" });
  await drawer.getByLabel("Name").fill(name);
  await drawer.getByLabel("Email").fill(email);
  const password = await drawer.getByLabel("First password").inputValue();
  await drawer.getByRole("button", { name: "Create user" }).click();
  await expect(page.getByRole("button", { name })).toBeVisible();

  const outside = await playwright.request.newContext({ baseURL });
  const credentials = { data: { email, password } };
  expect((await outside.post("/api/v1/session", credentials)).status()).toBe(200);

  await page.getByRole("button", { name }).click();
  await page.getByRole("dialog", { name: "User" }).getByRole("button", { name: "Disable" }).click();
  await page
    .getByRole("dialog", { name: `Disable ${name}?` })
    .getByRole("button", { name: "Disable user" })
    .click();
  await expect(page.getByText(`${name} is disabled`)).toBeVisible();
  expect((await outside.get("/api/v1/session")).status()).toBe(401);
  expect((await outside.post("/api/v1/session", credentials)).status()).toBe(401);
  await outside.dispose();
});

test("a key's secret is shown once and the key can be revoked", async ({ page }) => {
  const name = fresh("crm");
  await page.goto("/users/api-keys");
  await page.getByRole("button", { name: "New API key" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("checkbox", { name: "Read" }).check();
  await dialog.getByRole("button", { name: "Create key" }).click();
  const secret = (await dialog.locator("code").textContent()) ?? "";
  expect(secret.length).toBeGreaterThan(30);
  await dialog.getByRole("button", { name: "I have stored it" }).click();
  await expect(page.getByText(secret)).toHaveCount(0);

  const row = page.getByRole("row", { name: new RegExp(name) });
  await row.getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke key" }).click();
  await expect(row.getByText("Revoked")).toBeVisible();
});

test("a role says what it allows and can be made", async ({ page }) => {
  const name = fresh("Reader");
  await page.goto("/users/roles");
  await expect(page.getByRole("heading", { name: "Administrator" })).toBeVisible();
  await page.getByRole("button", { name: "New role" }).click();
  const drawer = page.getByRole("dialog");
  await drawer.getByLabel("Name").fill(name);
  await drawer.getByRole("checkbox", { name: "Read messages" }).check();
  await drawer.getByRole("button", { name: "Save role" }).click();
  await expect(page.getByRole("heading", { name })).toBeVisible();
});
