import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { fresh, idOf, signIn } from "./support";

const samples = join(import.meta.dirname, "../../../tests/Chasqui.Tests/Data/samples");

test.beforeEach(({ page }) => signIn(page, "admin"));

test("a file is checked, imported and sent, and every row is accounted for", async ({ page }) => {
  const dialerId = await idOf(page, "dialers", "campsms");
  await page.request.post(`/api/v1/dialers/${dialerId}/stop`);
  await page.goto(`/dialers/${dialerId}/import`);
  await page
    .getByLabel("A CSV file of numbers and messages")
    .setInputFiles(join(samples, "DISCTEST29042014.csv"));
  await expect(page.getByText("The first line names the columns")).toBeVisible();
  await expect(page.getByRole("table", { name: "First rows of the file" })).toBeVisible();
  await page.getByRole("button", { name: "Import this file" }).click();
  await expect(page).toHaveURL(/import=/);
  await expect(page.getByText("Done", { exact: true })).toBeVisible();

  // The address alone brings the result back.
  await page.reload();
  await expect(page.getByText("Done", { exact: true })).toBeVisible();
  const figure = (name: string) =>
    page
      .locator("dl div", { has: page.locator(`dt:text-is("${name}")`) })
      .last()
      .locator("dd");
  const figures = await Promise.all(
    ["Rows", "Imported", "Duplicates", "Blocked", "Refused"].map(async (name) =>
      Number(await figure(name).textContent()),
    ),
  );
  const [rows, ...outcomes] = figures;
  expect(rows).toBe(3);
  expect(outcomes.reduce((sum, count) => sum + count, 0)).toBe(rows);

  await page.getByRole("link", { name: "Go to the monitor" }).click();
  await page.getByRole("button", { name: "Start campsms" }).click();
  await expect(page.getByRole("button", { name: "Stop campsms" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Processed", exact: true })).toContainText("3", {
    timeout: 15_000,
  });
});

test("unsent messages are deleted only after their number was shown", async ({ page }) => {
  const name = fresh("del");
  const senders = (await (await page.request.get("/api/v1/senders")).json()) as { items: { id: string }[] };
  const made = await page.request.post("/api/v1/dialers", { data: { name, senderId: senders.items[0]?.id } });
  const { id } = (await made.json()) as { id: string };
  await page.request.post(`/api/v1/dialers/${id}/imports?fileName=two.csv`, {
    headers: { "Content-Type": "text/csv" },
    data: `${name};+59899400001;one;1\n${name};+59899400002;two;2\n`,
  });
  await page.goto(`/dialers/${id}`);
  await page.getByRole("button", { name: "Delete unprocessed" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("2 messages not sent yet");
  await dialog.getByRole("button", { name: "Delete 2 messages" }).click();
  await expect(page.getByText("2 messages deleted")).toBeVisible();
});

test("a dialer is made, given hours and switched off", async ({ page }) => {
  const name = fresh("night");
  await page.goto("/dialers");
  await page.getByRole("button", { name: "New dialer" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("combobox", { name: "Sender" }).click();
  await page.getByRole("option").first().click();
  await dialog.getByRole("button", { name: "Create dialer" }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();

  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByText("At set hours").click();
  await page.getByLabel("From, row 1").fill("20:00");
  await page.getByLabel("To, row 1").fill("02:00");
  await expect(page.getByText("Ends the next day.")).toBeVisible();
  await page.getByRole("switch", { name: "Enabled" }).click();
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Settings saved")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("From, row 1")).toHaveValue("20:00");
  await expect(page.getByText("Inactive, disabled")).toBeVisible();
  await expect(page.getByRole("button", { name: `Start ${name}` })).toBeDisabled();
});

test("a dialer's own time zone can be given back to the centre's", async ({ page }) => {
  const senders = (await (await page.request.get("/api/v1/senders")).json()) as { items: { id: string }[] };
  const made = await page.request.post("/api/v1/dialers", {
    data: {
      name: fresh("zone"),
      senderId: senders.items[0]?.id,
      schedule: [{ days: ["monday"], from: "09:00", to: "18:00" }],
      timeZone: "Asia/Tokyo",
    },
  });
  const { id } = (await made.json()) as { id: string };
  await page.goto(`/dialers/${id}/settings`);
  const zone = page.getByRole("combobox", { name: "Time zone" });
  await expect(zone).toHaveValue("Asia/Tokyo");
  await zone.fill("centre");
  await page.getByRole("option", { name: /^The centre's/ }).click();
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Settings saved")).toBeVisible();
  await page.reload();
  await expect(zone).toHaveValue(/^The centre's/);
});
