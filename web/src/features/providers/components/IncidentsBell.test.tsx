import { screen, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import type { Incident } from "@/api/channels-types";
import { renderApp } from "@/test/render";
import { server, url } from "@/test/server";
import { IncidentsBell } from "./IncidentsBell";

function incidents(...items: Partial<Incident>[]) {
  server.use(http.get(url("/incidents"), () => HttpResponse.json({ items, next: null })));
}

it("tells how many incidents are open and what each says", async () => {
  incidents({
    id: "1",
    providerId: "provider-1",
    providerName: "Acme",
    kind: "accountStop",
    sentence: "The password was refused.",
    openedAt: new Date().toISOString(),
    closedAt: null,
    count: 3,
  });
  const { user } = renderApp(<IncidentsBell />);
  await user.click(await screen.findByRole("button", { name: "1 incident open" }));
  const list = await screen.findByRole("list", { name: "Incidents" });
  expect(within(list).getByText("The password was refused.")).toBeVisible();
  expect(within(list).getByText(/3 times/)).toBeVisible();
});

it("says that all is well when it is", async () => {
  incidents();
  const { user } = renderApp(<IncidentsBell />);
  await user.click(await screen.findByRole("button", { name: "No trouble with carriers" }));
  expect(await screen.findByText("Every provider works.")).toBeVisible();
});
