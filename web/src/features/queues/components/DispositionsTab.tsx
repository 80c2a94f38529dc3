import { ActionIcon, Button, Text, TextInput } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPlus, IconTag, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { can, useSession } from "@/api/session";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorSummary } from "@/ui/ErrorSummary";
import { SaveBar } from "@/ui/SaveBar";
import { tellDone, tellFailed } from "@/ui/saved";
import { dispositionsQuery, useSetDispositions } from "../api/dispositions";
import { moved } from "../model";
import classes from "./DispositionsTab.module.css";

/** How an interaction of this queue may end, in the order agents choose from. */
export function DispositionsTab({ queueId }: { queueId: string }) {
  const { data, error, refetch } = useQuery(dispositionsQuery(queueId));
  if (error) return <ErrorSummary error={error} onRetry={() => void refetch()} />;
  if (!data) return null;
  const names = data.map(({ name }) => name);
  return <Names key={names.join("\n")} queueId={queueId} before={names} />;
}

function Names({ queueId, before }: { queueId: string; before: string[] }) {
  const { t } = useTranslation("queues");
  const mayManage = can(useSession(), "manageQueues");
  const [names, setNames] = useState(before);
  const [fresh, setFresh] = useState("");
  const { mutateAsync, isPending } = useSetDispositions(queueId);
  const dirty = names.length !== before.length || names.some((name, index) => name !== before[index]);
  const known = names.some((name) => name.toLocaleLowerCase() === fresh.trim().toLocaleLowerCase());

  function add() {
    const name = fresh.trim();
    if (!name || known) return;
    setNames([...names, name]);
    setFresh("");
  }

  return (
    <div className={classes.root}>
      <Text size="sm" c="dimmed" mb="sm">
        {t("dispositions.lead")}
      </Text>
      {names.length === 0 ? (
        <EmptyState compact icon={IconTag} title={t("dispositions.emptyTitle")}>
          {t("dispositions.emptyReason")}
        </EmptyState>
      ) : (
        <ol className={classes.list} aria-label={t("tabs.dispositions")}>
          {names.map((name, index) => (
            <li key={name} className={classes.item}>
              <bdi className={classes.name}>{name}</bdi>
              {mayManage && (
                <>
                  <ActionIcon
                    aria-label={t("dispositions.up", { name })}
                    disabled={index === 0}
                    onClick={() => setNames(moved(names, index, -1))}
                  >
                    <IconArrowUp size={16} />
                  </ActionIcon>
                  <ActionIcon
                    aria-label={t("dispositions.down", { name })}
                    disabled={index === names.length - 1}
                    onClick={() => setNames(moved(names, index, 1))}
                  >
                    <IconArrowDown size={16} />
                  </ActionIcon>
                  <ActionIcon
                    aria-label={t("dispositions.remove", { name })}
                    onClick={() => setNames(names.filter((other) => other !== name))}
                  >
                    <IconTrash size={16} />
                  </ActionIcon>
                </>
              )}
            </li>
          ))}
        </ol>
      )}
      {mayManage && (
        <div className={classes.add}>
          <TextInput
            className={classes.field}
            aria-label={t("dispositions.new")}
            placeholder={t("dispositions.new")}
            value={fresh}
            maxLength={60}
            error={known && fresh.trim() !== "" ? t("dispositions.known") : undefined}
            onChange={(event) => setFresh(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter") add();
            }}
          />
          <Button
            variant="default"
            leftSection={<IconPlus size={16} />}
            disabled={!fresh.trim() || known}
            onClick={add}
          >
            {t("dispositions.add")}
          </Button>
        </div>
      )}
      <SaveBar
        dirty={dirty}
        busy={isPending}
        onDiscard={() => setNames(before)}
        onSave={() =>
          // The live event of this very change may put a fresh list in our place before the answer comes, and what is told
          // with mutate is dropped then.
          void mutateAsync(names).then(
            () => tellDone(t("dispositions.saved")),
            (error: unknown) => tellFailed(error, t("dispositions.failed")),
          )
        }
      />
    </div>
  );
}
