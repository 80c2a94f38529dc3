import { notifications } from "@mantine/notifications";
import { IconCheck, IconX } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useMemo, useReducer, useRef } from "react";
import { useTranslation } from "react-i18next";
import { toApiError } from "@/api/problem";
import type { Offer } from "@/api/types";
import { serverNow } from "@/lib/clock";
import { type Command, useOfferCommands } from "@/lib/commands";
import { announce } from "@/ui/LiveRegion";
import { inboxQuery } from "../api/inbox";
import { useAcceptOffer, useRefuseOffer } from "../api/offers";
import { noOffers, offersReducer } from "../offers";
import { nameOf } from "./ContactName";
import { OfferCard } from "./OfferCard";
import classes from "./OfferTray.module.css";
import { acceptShortcut, refuseShortcut } from "./offer-shortcuts";
import { PassedOffer } from "./PassedOffer";

/** Offers stand above every page until answered, so an agent reading a report misses none. */
export function OfferTray() {
  const { t } = useTranslation("inbox");
  const { data: inbox } = useQuery(inboxQuery);
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [table, dispatch] = useReducer(offersReducer, noOffers);
  const accept = useAcceptOffer();
  const refuse = useRefuseOffer();

  useEffect(() => {
    if (inbox) dispatch({ type: "server", offers: inbox.offers });
  }, [inbox]);
  useArrivals(table.live);

  function onAccept(offer: Offer) {
    dispatch({ type: "answered", id: offer.id });
    accept.mutate(offer.id, {
      onSuccess: ({ interactionId }) => void navigate({ to: "/inbox", search: { c: interactionId } }),
      onError: (error) => complain(offer, error),
    });
  }

  function onRefuse(offer: Offer) {
    dispatch({ type: "answered", id: offer.id });
    refuse.mutate(offer.id, { onError: (error) => complain(offer, error) });
  }

  function complain(offer: Offer, error: unknown) {
    const { code, problem } = toApiError(error);
    if (code !== "offerGone") dispatch({ type: "answerFailed", id: offer.id });
    notifications.show({
      color: code === "offerGone" ? "gray" : "red",
      message: code === "offerGone" ? t("offer.gone") : (problem.detail ?? t("offer.failed")),
    });
  }

  function onRanOut(offer: Offer) {
    dispatch({ type: "ranOut", id: offer.id });
    void queryClient.invalidateQueries({ queryKey: inboxQuery.queryKey });
  }

  const first = table.live[0];
  useOfferCommands(useOfferKeys(first, onAccept, onRefuse));

  if (table.live.length === 0 && table.passed.length === 0) return null;
  return (
    <section className={classes.root} aria-label={t("offer.label")}>
      {table.live.map((offer) => (
        <OfferCard
          key={offer.id}
          offer={offer}
          keys={offer === first}
          onAccept={() => onAccept(offer)}
          onRefuse={() => onRefuse(offer)}
          onRanOut={() => onRanOut(offer)}
        />
      ))}
      {table.passed.map((offer) => (
        <PassedOffer key={offer.id} offer={offer} onDone={() => dispatch({ type: "forget", id: offer.id })} />
      ))}
    </section>
  );
}

/** Says each new offer once, with the time there is to answer it. */
function useArrivals(offers: readonly Offer[]) {
  const { t } = useTranslation("inbox");
  const known = useRef(new Set<string>());
  useEffect(() => {
    for (const offer of offers) {
      if (known.current.has(offer.id)) continue;
      known.current.add(offer.id);
      const seconds = Math.max(0, Math.round((Date.parse(offer.expiresAt) - serverNow()) / 1000));
      announce(
        t("offer.arrived", { contact: nameOf(offer.contact), queue: offer.queue.name, count: seconds }),
        "assertive",
      );
    }
  }, [offers, t]);
}

function useOfferKeys(offer: Offer | undefined, accept: (o: Offer) => void, refuse: (o: Offer) => void) {
  const { t } = useTranslation("inbox");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the answers only depend on which offer is first
  return useMemo<Command[]>(() => {
    if (!offer) return [];
    const group = t("offer.label");
    return [
      {
        id: "offer accept",
        name: t("offer.accept"),
        group,
        icon: IconCheck,
        shortcut: acceptShortcut,
        run: () => accept(offer),
      },
      {
        id: "offer refuse",
        name: t("offer.refuse"),
        group,
        icon: IconX,
        shortcut: refuseShortcut,
        run: () => refuse(offer),
      },
    ];
  }, [offer, t]);
}
