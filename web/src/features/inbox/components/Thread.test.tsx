import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import type { Message } from "@/api/types";
import { aContact, aMessage, anInteraction } from "@/test/builders";
import { renderApp } from "@/test/render";
import { server, url } from "@/test/server";
import { Thread } from "./Thread";

const martina = aContact({ id: "c1", name: "Martina" });

/** A small server: keeps what is posted, under the client's id, as the real one does. */
function serve(messages: Message[] = []) {
  const desk = { messages, posts: [] as { text: string; clientId: string }[] };
  server.use(
    http.get(url("/interactions/interaction"), () => HttpResponse.json(anInteraction({ contact: martina }))),
    http.get(url("/interactions/interaction/messages"), () =>
      HttpResponse.json({ items: desk.messages.toReversed(), next: null }),
    ),
    http.get(url("/contacts/c1/messages"), () => HttpResponse.json({ items: [], next: null })),
  );
  return desk;
}

function accept(desk: ReturnType<typeof serve>) {
  return http.post(url("/interactions/interaction/messages"), async ({ request }) => {
    const body = (await request.json()) as { text: string; clientId: string };
    desk.posts.push(body);
    if (!desk.messages.some(({ clientId }) => clientId === body.clientId)) {
      desk.messages.push(
        aMessage({ direction: "out", text: body.text, clientId: body.clientId, state: "sent" }),
      );
    }
    return HttpResponse.json({ id: "m", verdict: "allowed" }, { status: 202 });
  });
}

const composer = () => screen.findByRole("textbox", { name: /reply to martina/i });
const log = () => screen.getByRole("region", { name: "Messages" });

it("shows a reply at once as queued, then once as sent", async () => {
  const desk = serve([aMessage({ text: "¿Siguen abiertos?" })]);
  let answer = () => {};
  const gate = new Promise<void>((resolve) => {
    answer = resolve;
  });
  server.use(
    http.post(url("/interactions/interaction/messages"), async ({ request }) => {
      const body = (await request.json()) as { text: string; clientId: string };
      await gate;
      desk.messages.push(aMessage({ direction: "out", ...body, state: "sent" }));
      return HttpResponse.json({ id: "m", verdict: "allowed" }, { status: 202 });
    }),
  );
  const { user } = renderApp(<Thread id="interaction" onBack={vi.fn()} />);
  await user.type(await composer(), "Sí, hasta las 19.{Enter}");
  expect(within(log()).getByText("Sí, hasta las 19.")).toBeVisible();
  expect(within(log()).getByText("Queued")).toBeVisible();
  answer();
  await waitFor(() => expect(within(log()).getByText("Sent")).toBeVisible());
  expect(within(log()).getAllByText("Sí, hasta las 19.")).toHaveLength(1);
});

it("is honest when no answer came, and a retry reuses the same id", async () => {
  const desk = serve();
  server.use(http.post(url("/interactions/interaction/messages"), () => HttpResponse.error()));
  const { user } = renderApp(<Thread id="interaction" onBack={vi.fn()} />);
  await user.type(await composer(), "Hola{Enter}");
  expect(await within(log()).findByText("Not sent")).toBeVisible();
  expect(within(log()).getByText(/did not answer/)).toBeVisible();

  server.use(accept(desk));
  await user.click(within(log()).getByRole("button", { name: "Retry" }));
  expect(await within(log()).findByText("Sent")).toBeVisible();
  expect(desk.posts).toHaveLength(1);
  expect(within(log()).getAllByText("Hola")).toHaveLength(1);
});

it("gives the server's reason for a refusal, and Discard takes it away", async () => {
  serve();
  server.use(
    http.post(url("/interactions/interaction/messages"), () =>
      HttpResponse.json({ code: "notYours", detail: "Luis has this conversation now." }, { status: 409 }),
    ),
  );
  const { user } = renderApp(<Thread id="interaction" onBack={vi.fn()} />);
  await user.type(await composer(), "Hola{Enter}");
  expect(await within(log()).findByText("Luis has this conversation now.")).toBeVisible();
  await user.click(within(log()).getByRole("button", { name: "Discard" }));
  expect(within(log()).queryByText("Hola")).toBeNull();
});

it("keeps an unconfirmed reply through a reload", async () => {
  serve();
  server.use(http.post(url("/interactions/interaction/messages"), () => HttpResponse.error()));
  const first = renderApp(<Thread id="interaction" onBack={vi.fn()} />);
  await first.user.type(await composer(), "No me pierdas{Enter}");
  await within(log()).findByText("Not sent");
  first.unmount();
  renderApp(<Thread id="interaction" onBack={vi.fn()} />);
  expect(await screen.findByText("No me pierdas")).toBeVisible();
});

it("says why a message did not arrive and asks the server for a new attempt", async () => {
  const failed = aMessage({
    id: "m-1",
    direction: "out",
    state: "failed",
    failureCode: "transient",
    text: "Hola",
  });
  const desk = serve([failed]);
  server.use(
    http.post(url("/interactions/interaction/retry/m-1"), () => {
      desk.messages.push({ ...failed, id: "m-2", clientId: "m-1", state: "queued", failureCode: null });
      return HttpResponse.json({ id: "m-2", verdict: "allowed" }, { status: 202 });
    }),
  );
  const { user } = renderApp(<Thread id="interaction" onBack={vi.fn()} />);
  expect(await screen.findByText(/attempts ran out/)).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Retry" }));
  expect(await screen.findByText("Queued")).toBeVisible();
  expect(screen.queryByText(/attempts ran out/)).toBeNull();
  expect(within(log()).getAllByText("Hola")).toHaveLength(1);
});

it.each(["blocked", "unknown"] as const)("offers no retry of a message that is %s", async (state) => {
  serve([aMessage({ direction: "out", state, verdict: state === "blocked" ? "doNotContact" : "allowed" })]);
  renderApp(<Thread id="interaction" onBack={vi.fn()} />);
  expect(
    await screen.findByText(state === "blocked" ? /asked not to be contacted/ : /may or may not/),
  ).toBeVisible();
  expect(screen.queryByRole("button", { name: "Retry" })).toBeNull();
});

it("never claims that a text message was read", async () => {
  serve([aMessage({ direction: "out", state: "read" })]);
  renderApp(<Thread id="interaction" onBack={vi.fn()} />);
  expect(await screen.findByText("Delivered")).toBeVisible();
  expect(screen.queryByText("Read")).toBeNull();
});
