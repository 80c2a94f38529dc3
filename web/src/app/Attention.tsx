import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { inboxQuery } from "@/features/inbox/api/inbox";
import { OfferTray } from "@/features/inbox/components/OfferTray";
import { useInboxLive } from "@/features/inbox/live";
import { unreadTotal } from "@/features/inbox/model";

/** What calls an agent from any page, or from another tab: offers, the number in the title, the dot on the icon. */
export function Attention() {
  useInboxLive();
  const { data: inbox } = useQuery(inboxQuery);
  const count = inbox ? unreadTotal(inbox.interactions) + inbox.offers.length : 0;
  useEffect(() => {
    document.title = count > 0 ? `(${count}) Chasqui` : "Chasqui";
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (icon) icon.href = count > 0 ? "/favicon-unread.svg" : "/favicon.svg";
    return () => {
      document.title = "Chasqui";
    };
  }, [count]);
  return <OfferTray />;
}
