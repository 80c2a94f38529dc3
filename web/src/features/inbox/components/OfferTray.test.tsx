import { act, screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import type { Inbox, Offer } from "@/api/types";
import { aContact, anOffer } from "@/test/builders";
import { renderApp } from "@/test/render";
import { server, url } from "@/test/server";
import { OfferTray } from "./OfferTray";

const offer = (seconds: number, more: Partial<Offer> = {}) =>
  anOffer({
    id: "offer-1",
    contact: aContact({ name: "Martina" }),
    expiresAt: new Date(Date.now() + seconds * 1000).toISOString(),
    ...more,
  });

function inboxWith(offers: Offer[]): Inbox {
  const since = new Date().toISOString();
  return {
    state: { state: "free", breakReason: null, notResponding: false, since, changedBy: "agent" },
    offers,
    interactions: [],
  };
}

/** The server's inbox, which a test may change under way. */
function serve(first: Offer[]) {
  const desk = { offers: first };
  server.use(http.get(url("/agents/me/inbox"), () => HttpResponse.json(inboxWith(desk.offers))));
  return desk;
}

const polite = () => screen.getByRole("status", { hidden: true }).textContent;
const assertive = () =>
  screen
    .getAllByRole("alert", { hidden: true })
    .find((element) => element.ariaLive === "assertive" || element.getAttribute("aria-live") === "assertive")
    ?.textContent;

it("accepts, opens the conversation and takes the offer away", async () => {
  const desk = serve([offer(20, { interactionId: "i-9" })]);
  server.use(
    http.post(url("/offers/offer-1/accept"), () => {
      desk.offers = [];
      return HttpResponse.json({ interactionId: "i-9" });
    }),
  );
  const { user, router } = renderApp(<OfferTray />);
  await user.click(await screen.findByRole("button", { name: /accept/i }));
  await waitFor(() => expect(router.state.location.search).toEqual({ c: "i-9" }));
  expect(screen.queryByRole("article")).toBeNull();
  expect(screen.queryByText(/passed on/)).toBeNull();
});

it("refuses without a word about passing on", async () => {
  const desk = serve([offer(20)]);
  let refused = false;
  server.use(
    http.post(url("/offers/offer-1/refuse"), () => {
      refused = true;
      desk.offers = [];
      return new HttpResponse(null, { status: 204 });
    }),
  );
  const { user } = renderApp(<OfferTray />);
  await user.click(await screen.findByRole("button", { name: /refuse/i }));
  await waitFor(() => expect(refused).toBe(true));
  await waitFor(() => expect(screen.queryByRole("article")).toBeNull());
  expect(screen.queryByText(/passed on/)).toBeNull();
});

it("says so when another agent was faster", async () => {
  const desk = serve([offer(20)]);
  server.use(
    http.post(url("/offers/offer-1/accept"), () => {
      desk.offers = [];
      return HttpResponse.json({ code: "offerGone" }, { status: 409 });
    }),
  );
  const { user } = renderApp(<OfferTray />);
  await user.click(await screen.findByRole("button", { name: /accept/i }));
  expect(await screen.findByText(/no longer offered/)).toBeVisible();
});

it("offers it again when the answer never reached the server", async () => {
  serve([offer(20)]);
  server.use(http.post(url("/offers/offer-1/accept"), () => HttpResponse.error()));
  const { user } = renderApp(<OfferTray />);
  await user.click(await screen.findByRole("button", { name: /accept/i }));
  expect(await screen.findByText(/did not reach the server/)).toBeVisible();
  expect(await screen.findByRole("button", { name: /accept/i })).toBeVisible();
});

it("counts down by the server's expiry, speaks at the start, ten and five, and passes on at zero", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  serve([offer(12)]);
  renderApp(<OfferTray />);
  expect(await screen.findByRole("article", { name: /Martina/ })).toBeVisible();
  await waitFor(() =>
    expect(assertive()).toMatch(/New conversation from Martina in support\. 1[12] seconds to accept/),
  );

  const heard: string[] = [];
  for (let second = 0; second < 13; second += 1) {
    await act(() => vi.advanceTimersByTimeAsync(1000));
    const words = polite()?.trim() ?? "";
    if (words && words !== heard.at(-1)) heard.push(words);
  }
  expect(heard).toEqual([
    "10 seconds left to accept Martina.",
    "5 seconds left to accept Martina.",
    "The conversation with Martina was passed on to another agent.",
  ]);
  expect(screen.queryByRole("article")).toBeNull();
  expect(screen.getByRole("region", { name: "Offers" })).toHaveTextContent(/passed on/);
  await act(() => vi.advanceTimersByTimeAsync(6500));
  expect(screen.queryByRole("region", { name: "Offers" })).toBeNull();
});
