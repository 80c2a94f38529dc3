import { Text } from "@mantine/core";
import {
  IconBrandWhatsapp,
  IconCloud,
  IconDeviceMobile,
  IconPlug,
  IconRouter,
  IconTestPipe,
  IconUsb,
  IconWorldWww,
  type TablerIcon,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ProviderKind } from "@/api/channels-types";
import { useKindWords } from "../words";
import classes from "./KindCards.module.css";

const icons: Record<string, TablerIcon> = {
  twilio: IconCloud,
  vonage: IconCloud,
  whatsApp: IconBrandWhatsapp,
  dinstar: IconRouter,
  dinstarWeb: IconRouter,
  dongle: IconUsb,
  kannel: IconDeviceMobile,
  smpp: IconPlug,
  http: IconWorldWww,
  quality: IconWorldWww,
  simulator: IconTestPipe,
};

/** What there is to choose from: each with what it is for. */
export function KindCards({ kinds }: { kinds: readonly ProviderKind[] }) {
  const { summaryOf } = useKindWords();
  return (
    <ul className={classes.list}>
      {kinds.map((kind) => {
        const Icon = icons[kind.name] ?? IconPlug;
        return (
          <li key={kind.name}>
            <Link to="/providers/new" search={{ kind: kind.name }} className={classes.card}>
              <span className={classes.icon} aria-hidden>
                <Icon size={22} stroke={1.6} />
              </span>
              <span>
                <span className={classes.title}>{kind.title}</span>
                <Text size="sm" c="dimmed" component="span" display="block">
                  {summaryOf(kind)}
                </Text>
              </span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
