import { expect, test } from "../inbox/desk";
import { signIn } from "../operations/support";

test("a message tells its way: from its bubble to its page and what went over the wire", async ({
  desk,
  page,
}) => {
  const interaction = await desk.has("¿Precio?");
  await desk.open(interaction);
  await desk.replies("Son 25 €.");
  await expect(desk.log.getByText("Delivered")).toBeVisible();

  const answer = await page.request.get(`/api/v1/interactions/${interaction}/messages?limit=10`);
  const { items } = (await answer.json()) as { items: { id: string; text: string }[] };
  const id = items.find(({ text }) => text === "Son 25 €.")?.id;
  await signIn(page, "admin");
  await page.goto(`/messages/${id}`);
  await expect(page.getByRole("heading", { level: 1, name: "Outgoing message" })).toBeVisible();
  await expect(page.getByRole("region", { name: "The message" })).toContainText("Son 25 €.");
  await expect(page.getByRole("region", { name: "What became of it" })).toContainText("Delivered");
  await expect(page.getByRole("region", { name: "Over the wire" })).toBeVisible();
});
