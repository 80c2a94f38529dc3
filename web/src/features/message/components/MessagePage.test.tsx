import { screen } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { aMessage, aSession } from "@/test/builders";
import { someDetails } from "@/test/channels-builders";
import { renderApp } from "@/test/render";
import { server, url } from "@/test/server";
import { MessagePage } from "./MessagePage";

const at = "2026-05-20T12:00:00Z";

it("shows what became of a message, its parts and what went over the wire", async () => {
  const message = aMessage({
    id: "message-1",
    direction: "out",
    state: "undelivered",
    failureCode: "acme:30003",
    failureDetail: "The phone is switched off.",
  });
  server.use(
    http.get(url("/messages/message-1"), () =>
      HttpResponse.json(
        someDetails({
          message,
          partDetails: [
            { number: 1, providerMessageId: "SM1", state: "undelivered", code: "30003", changedAt: at },
          ],
          history: [{ state: "undelivered", code: "30003", at, receivedAt: at }],
        }),
      ),
    ),
    http.get(url("/messages/message-1/wire"), () =>
      HttpResponse.json({
        items: [{ at, outgoing: true, summary: "POST /Messages.json", body: "To=+5989…" }],
        retainedDays: 7,
      }),
    ),
  );
  const { user } = renderApp(
    <MessagePage messageId="message-1" />,
    aSession({ permissions: ["viewMessages", "manageProviders"] }),
  );
  expect(await screen.findByText("The phone is switched off.")).toBeVisible();
  expect(screen.getByText("acme:30003")).toBeVisible();
  expect(screen.getByText("SM1")).toBeVisible();
  await user.click(await screen.findByText("POST /Messages.json"));
  expect(screen.getByText("To=+5989…")).toBeVisible();
});

it("keeps the wire from those who do not mind providers", async () => {
  server.use(http.get(url("/messages/message-1"), () => HttpResponse.json(someDetails())));
  renderApp(<MessagePage messageId="message-1" />, aSession({ permissions: ["viewMessages"] }));
  expect(await screen.findByText("Hola")).toBeVisible();
  expect(screen.queryByText("Over the wire")).not.toBeInTheDocument();
});
