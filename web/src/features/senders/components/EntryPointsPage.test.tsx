import { screen } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { aSession } from "@/test/builders";
import { aSender } from "@/test/channels-builders";
import { renderApp } from "@/test/render";
import { server, url } from "@/test/server";
import { EntryPointsPage } from "./EntryPointsPage";

it("shows the sentence that explains why a number cannot lead there", async () => {
  const sentence = "This sender already leads to the queue support, and a message can only enter one.";
  server.use(
    http.get(url("/entry-points"), () => HttpResponse.json({ items: [], next: null })),
    http.get(url("/senders"), () => HttpResponse.json({ items: [aSender()], next: null })),
    http.get(url("/queues"), () =>
      HttpResponse.json({ items: [{ id: "queue", name: "sales" }], next: null }),
    ),
    http.post(url("/entry-points"), () =>
      HttpResponse.json({ code: "senderHasQueue", detail: sentence }, { status: 409 }),
    ),
  );
  const { user } = renderApp(<EntryPointsPage />, aSession({ permissions: ["manageSenders"] }));
  await user.click(await screen.findByRole("button", { name: "New entry point" }));
  await user.type(await screen.findByLabelText("Name"), "Sales by text");
  await user.click(screen.getByRole("combobox", { name: "Number" }));
  await user.click(await screen.findByRole("option", { name: /Main line/ }));
  await user.click(screen.getByRole("combobox", { name: "Queue" }));
  await user.click(await screen.findByRole("option", { name: "sales" }));
  await user.click(screen.getByRole("button", { name: "Create entry point" }));
  expect(await screen.findByText(sentence)).toBeVisible();
});
