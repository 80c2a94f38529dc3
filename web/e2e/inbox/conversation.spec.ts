import { expect, test } from "./desk";

test("a reply shows at once as queued and ends as one delivered bubble and one text", async ({
  desk,
  page,
}) => {
  await desk.open(await desk.has("¿Precio?"));
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route("**/interactions/*/messages", async (route) => {
    if (route.request().method() === "POST") await held;
    await route.continue();
  });
  await desk.replies("Son 25 €.");
  await expect(desk.log.getByText("Queued")).toBeVisible({ timeout: 1000 });
  await expect(desk.composer).toHaveValue("");
  release();
  await expect(desk.log.getByText("Delivered")).toBeVisible();
  await expect(desk.log.getByText("Son 25 €.")).toHaveCount(1);
  expect(await desk.heard()).toEqual(["Son 25 €."]);
});

test("a reply the network swallowed says so, and retrying sends it once", async ({ desk, page }) => {
  await desk.open(await desk.has("Hola"));
  // The server takes it and the answer is lost: the worst case for sending twice.
  let lost = 0;
  await page.route("**/interactions/*/messages", async (route) => {
    if (route.request().method() !== "POST" || lost++ > 0) return route.continue();
    await route.fetch();
    await route.abort("connectionreset");
  });
  await page.route("**/interactions/*/messages?*", (route) =>
    lost === 1 ? route.abort() : route.continue(),
  );
  await expect(desk.log).toContainText("Hola");
  await desk.replies("Buenas tardes");
  await expect(desk.log.getByText("Not sent")).toBeVisible();
  await desk.log.getByRole("button", { name: "Retry" }).click();
  await expect(desk.log.getByText("Delivered")).toBeVisible();
  await expect(desk.log.getByText("Buenas tardes")).toHaveCount(1);
  expect(await desk.heard()).toEqual(["Buenas tardes"]);
});

test("a refused reply gives the server's reason and can be discarded", async ({ desk, page }) => {
  await desk.open(await desk.has("Hola"));
  await page.route("**/interactions/*/messages", (route) =>
    route.request().method() === "POST"
      ? route.fulfill({
          status: 409,
          json: { code: "notActive", detail: "This conversation has been closed." },
        })
      : route.continue(),
  );
  await desk.replies("Tarde");
  await expect(desk.log.getByText("This conversation has been closed.")).toBeVisible();
  await desk.log.getByRole("button", { name: "Discard" }).click();
  await expect(desk.log.getByText("Tarde")).toBeHidden();
});

test("parts are counted as the network counts them, and too many cannot be sent", async ({ desk, page }) => {
  await desk.open(await desk.has("Hola"));
  const counter = page.locator("#composer-count");
  for (const [text, words] of [
    ["€", "1 part · 158 left"],
    ["ع", "1 part · 69 left"],
    ["👍", "1 part · 68 left"],
    ["a".repeat(161), "2 parts · 145 left"],
  ] as const) {
    await desk.composer.fill(text);
    await expect(counter).toContainText(words);
  }
  await desk.composer.fill("a".repeat(1531));
  await expect(counter).toContainText("1 over the limit of 1530");
  await expect(page.getByRole("button", { name: "Send" })).toBeDisabled();
});

test("drafts stay with their conversation through a switch and a reload, and go with a sign-out", async ({
  desk,
  page,
}) => {
  const other = "+59899700002";
  const first = await desk.has("Uno");
  const second = await desk.has("Dos", other);
  await desk.open(first);
  await desk.composer.fill("para el primero");
  await desk.row(other).click();
  await expect(page).toHaveURL(new RegExp(second));
  await expect(desk.composer).toHaveValue("");
  await expect(desk.row()).toContainText("Draft para el primero");
  await page.reload();
  await desk.row().click();
  await expect(desk.composer).toHaveValue("para el primero");

  await page.getByRole("button", { name: /^Account of/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/sign-in/);
  expect(
    await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes("private"))),
  ).toEqual([]);
});

test("unread is told in the list, the title and the icon, and cleared only when looked at", async ({
  desk,
  page,
}) => {
  await page.addInitScript(() => {
    Object.assign(window, { looking: true });
    document.hasFocus = () => (window as unknown as { looking: boolean }).looking;
  });
  const look = (looking: boolean) =>
    page.evaluate((value) => {
      Object.assign(window, { looking: value });
      window.dispatchEvent(new Event(value ? "focus" : "blur"));
    }, looking);

  await desk.open(await desk.has("Hola"));
  await expect(desk.log).toContainText("Hola");
  await expect(desk.row()).not.toContainText("unread");
  await expect(page).toHaveTitle("Chasqui");
  await look(false);
  await desk.writes("¿Está ahí?");
  await expect(desk.log).toContainText("¿Está ahí?");
  await expect(page).toHaveTitle("(1) Chasqui");
  await expect(desk.row()).toContainText("1 unread message");
  await expect(page.locator('link[rel="icon"]')).toHaveAttribute("href", /unread/);

  await look(true);
  await expect(page).toHaveTitle("Chasqui");
  await expect(desk.row()).not.toContainText("unread");
  await page.reload();
  await expect(desk.row()).not.toContainText("unread");
});

test("reading further up is not disturbed by what comes in", async ({ desk, page }) => {
  const id = await desk.has("Hola");
  for (let line = 1; line <= 25; line += 1) await desk.writes(`Línea ${line}`);
  await desk.open(id);
  await expect(desk.log).toContainText("Línea 25");
  await desk.log.evaluate((element) => {
    element.scrollTop = 200;
  });
  await page.waitForFunction(() => (document.querySelector("section[tabindex]")?.scrollTop ?? 0) === 200);
  await desk.writes("Una más");
  const pill = page.getByRole("button", { name: "1 new message" });
  await expect(pill).toBeVisible();
  expect(await desk.log.evaluate((element) => element.scrollTop)).toBe(200);
  await pill.click();
  await expect(desk.log.getByText("Una más")).toBeInViewport();
});

test.describe("a queue that asks how it ended", () => {
  test.use({ queueSettings: { dispositionRequired: true } });

  test("closes with a disposition and a note", async ({ desk, page }) => {
    await desk.open(await desk.has("Gracias, era eso"));
    await page.getByRole("button", { name: "Close", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Close the conversation" });
    await dialog.getByRole("button", { name: "Close the conversation" }).click();
    await expect(dialog).toContainText("Choose how it ended");
    await dialog.getByRole("radio", { name: "Resolved" }).click();
    await dialog.getByLabel("Note").fill("Quería el horario.");
    await dialog.getByRole("button", { name: "Close the conversation" }).click();
    await expect(dialog).toBeHidden();
    await expect(desk.row()).toBeHidden();
    await expect(page.getByText("This conversation is closed.")).toBeVisible();
  });
});

test("earlier episodes and other authors stand in the same thread", async ({ desk, page }) => {
  const first = await desk.has("Primera vez");
  await page.request.post(`/api/v1/interactions/${first}/close`, { data: {} });
  await desk.open(await desk.has("Segunda vez"));
  await expect(desk.log).toContainText("Primera vez");
  await expect(desk.log).toContainText("Segunda vez");
});

test("a contact gets a name that shows everywhere", async ({ desk, page }) => {
  await desk.open(await desk.has("Hola"));
  await page.getByRole("button", { name: "Change the name" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Martina Rodríguez");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { name: "Martina Rodríguez" }).first()).toBeVisible();
  await expect(page.getByRole("region", { name: "Conversations" })).toContainText("Martina Rodríguez");
});
