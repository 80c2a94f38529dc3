import { Button, CloseButton, Text, Title } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { SetupStep } from "@/api/operations-types";
import { can, useSession } from "@/api/session";
import { useStored } from "@/lib/storage";
import { setupQuery } from "../api/setup";
import classes from "./Checklist.module.css";

/** Where a step is done. */
const places = {
  provider: "/providers/new",
  sender: "/senders",
  queue: "/queues",
  agents: "/queues",
  entryPoint: "/entry-points",
  firstMessage: "/handset",
} as const satisfies Record<SetupStep["key"], string>;

/** First steps from the server's own state (UX 25); gone once dismissed, on this browser. */
export function Checklist() {
  const { t } = useTranslation("setup");
  const session = useSession();
  const [dismissed, setDismissed] = useStored(`chasqui.setup.${session.businessUnit.id}`);
  const mayFinish = can(session, "manageProviders") || can(session, "manageQueues");
  const { data: steps } = useQuery({ ...setupQuery, enabled: mayFinish && dismissed === null });
  if (!mayFinish || dismissed !== null || !steps) return null;
  const done = steps.filter((step) => step.done).length;
  const next = steps.find((step) => !step.done);
  return (
    <section className={classes.root} aria-label={t("checklist.title")}>
      <div className={classes.head}>
        <div>
          <Title order={2} size="h3">
            {t(next ? "checklist.title" : "checklist.complete")}
          </Title>
          <Text size="sm" c="dimmed">
            {t("checklist.progress", { done, total: steps.length })}
          </Text>
        </div>
        <CloseButton aria-label={t("checklist.dismiss")} onClick={() => setDismissed("dismissed")} />
      </div>
      <ol className={classes.steps}>
        {steps.map(({ key, done: finished }) => {
          const place = places[key];
          const current = key === next?.key;
          return (
            <li
              key={key}
              className={classes.step}
              data-done={finished || undefined}
              data-current={current || undefined}
            >
              <span className={classes.mark} aria-hidden>
                {finished && <IconCheck size={14} stroke={2.6} />}
              </span>
              <div className={classes.words}>
                <Text fw={600} size="sm">
                  {t(`step.${key}`)}
                  <span className="sr-only"> ({t(finished ? "checklist.done" : "checklist.open")})</span>
                </Text>
                {current && (
                  <Text size="xs" c="dimmed">
                    {t(`stepHint.${key}`)}
                  </Text>
                )}
                {current && (
                  <Button component={Link} to={place} size="xs" mt={8}>
                    {t(`stepAction.${key}`)}
                  </Button>
                )}
              </div>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
