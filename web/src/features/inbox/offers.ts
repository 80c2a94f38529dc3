/** Which offers are before the agent, and which were passed on and should say so before they leave. */
import type { Offer } from "@/api/types";

export interface OfferTable {
  live: readonly Offer[];
  /** Ended without this agent's answer; shown for a moment. */
  passed: readonly Offer[];
  /** Answered here, or passed on by our own clock: not to be shown live again while the server catches up. */
  settled: readonly string[];
}

export const noOffers: OfferTable = { live: [], passed: [], settled: [] };

export type OfferAction =
  | { type: "server"; offers: readonly Offer[] }
  | { type: "answered"; id: string }
  | { type: "answerFailed"; id: string }
  | { type: "ranOut"; id: string }
  | { type: "forget"; id: string };

export function offersReducer(table: OfferTable, action: OfferAction): OfferTable {
  switch (action.type) {
    case "server": {
      const live = action.offers.filter(({ id }) => !table.settled.includes(id));
      const gone = table.live.filter(({ id }) => !action.offers.some((offer) => offer.id === id));
      return {
        live,
        passed: [...table.passed, ...gone],
        // Only ids the server still lists need remembering.
        settled: table.settled.filter((id) => action.offers.some((offer) => offer.id === id)),
      };
    }
    case "answered":
      return {
        ...table,
        live: table.live.filter(({ id }) => id !== action.id),
        settled: [...table.settled, action.id],
      };
    case "answerFailed":
      return { ...table, settled: table.settled.filter((id) => id !== action.id) };
    case "ranOut": {
      const offer = table.live.find(({ id }) => id === action.id);
      if (!offer) return table;
      return {
        live: table.live.filter(({ id }) => id !== action.id),
        passed: [...table.passed, offer],
        settled: [...table.settled, action.id],
      };
    }
    case "forget":
      return { ...table, passed: table.passed.filter(({ id }) => id !== action.id) };
  }
}
