import { screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { aSession } from "@/test/builders";
import { aSender } from "@/test/channels-builders";
import { renderApp } from "@/test/render";
import { server, url } from "@/test/server";
import { SendersPage } from "./SendersPage";

const keeper = aSession({ permissions: ["manageSenders"] });

function senders(...items: ReturnType<typeof aSender>[]) {
  server.use(
    http.get(url("/senders"), () => HttpResponse.json({ items, next: null })),
    http.get(url("/dnc/groups"), () => HttpResponse.json({ items: [] })),
  );
}

const page = (open?: string) => <SendersPage search="" onSearch={() => {}} open={open} onOpen={() => {}} />;

it("verifies many at once", async () => {
  senders(aSender({ id: "one", verified: false }), aSender({ id: "two", address: "+59829002000" }));
  let sent: unknown;
  server.use(
    http.post(url("/senders/verify"), async ({ request }) => {
      sent = await request.json();
      return HttpResponse.json({ items: [aSender(), aSender()] });
    }),
  );
  const { user } = renderApp(page(), keeper);
  await user.click(await screen.findByRole("checkbox", { name: "Choose +59829001000" }));
  await user.click(screen.getByRole("checkbox", { name: "Choose +59829002000" }));
  expect(screen.getByText("2 chosen")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Mark as verified" }));
  await screen.findByText("2 senders verified for SMS messaging only");
  expect(sent).toEqual({ ids: ["one", "two"], verified: true });
});

it("says at the field why an address will not do", async () => {
  senders(aSender());
  const sentence = "Give a phone number of this country.";
  server.use(
    http.post(url("/senders"), () =>
      HttpResponse.json({ code: "invalid", errors: { address: [sentence] } }, { status: 422 }),
    ),
  );
  const { user } = renderApp(page("new"), keeper);
  const address = await screen.findByLabelText(/Number or name/);
  await user.type(address, "12");
  await user.click(screen.getByRole("button", { name: "Create sender" }));
  await waitFor(() => expect(address).toHaveAccessibleDescription(expect.stringContaining(sentence)));
  expect(screen.getByText("Verified for SMS messaging only")).toBeVisible();
});
