import { Checkbox, Text, TextInput } from "@mantine/core";
import { IconSearch, IconUsers } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { agentsQuery } from "@/api/lists";
import type { Agent, QueueMember } from "@/api/operations-types";
import { can, useSession } from "@/api/session";
import { Avatar } from "@/ui/Avatar";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorSummary } from "@/ui/ErrorSummary";
import { SaveBar } from "@/ui/SaveBar";
import { StatusBadge, type Tone } from "@/ui/StatusBadge";
import { tellDone, tellFailed } from "@/ui/saved";
import { membersQuery, useSetMembers } from "../api/members";
import { membersChange } from "../model";
import classes from "./MembersTab.module.css";

const stateTone: Record<Agent["state"], Tone> = {
  free: "good",
  busy: "attention",
  freeOnBreak: "calm",
  busyOnBreak: "calm",
  disconnected: "off",
};

/** Everybody who can be a member, with a tick for those who are: no hunting between two lists. */
export function MembersTab({ queueId }: { queueId: string }) {
  const session = useSession();
  const members = useQuery(membersQuery(queueId));
  const agents = useQuery({ ...agentsQuery, enabled: can(session, "superviseAgents") });
  if (members.error) return <ErrorSummary error={members.error} onRetry={() => void members.refetch()} />;
  if (!members.data || agents.isLoading) return null;
  const key = members.data.map(({ userId }) => userId).join();
  return <Members key={key} queueId={queueId} members={members.data} agents={agents.data} />;
}

interface Props {
  queueId: string;
  members: readonly QueueMember[];
  agents: readonly Agent[] | undefined;
}

function Members({ queueId, members, agents }: Props) {
  const { t } = useTranslation("queues");
  const mayManage = can(useSession(), "manageQueues");
  const before = members.map(({ userId }) => userId);
  const [chosen, setChosen] = useState(before);
  const [search, setSearch] = useState("");
  const { mutateAsync, isPending } = useSetMembers(queueId);
  const { added, removed } = membersChange(before, chosen);

  const people: readonly Agent[] = agents ?? members;
  const shown = people.filter(({ name }) =>
    name.toLocaleLowerCase().includes(search.trim().toLocaleLowerCase()),
  );
  const toggle = (id: string) =>
    setChosen((list) => (list.includes(id) ? list.filter((other) => other !== id) : [...list, id]));

  if (people.length === 0) {
    return (
      <EmptyState icon={IconUsers} title={t("members.emptyTitle")}>
        {t("members.emptyReason")}
      </EmptyState>
    );
  }
  return (
    <div className={classes.root}>
      <div className={classes.head}>
        <TextInput
          className={classes.search}
          aria-label={t("members.search")}
          placeholder={t("members.search")}
          leftSection={<IconSearch size={16} />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Text size="sm" c="dimmed">
          {t("members.count", { count: chosen.length })}
        </Text>
      </div>
      <ul className={classes.list} aria-label={t("tabs.members")}>
        {shown.map(({ userId, name, state }) => (
          <li key={userId}>
            <label
              htmlFor={`member-${userId}`}
              className={classes.person}
              data-member={chosen.includes(userId) || undefined}
            >
              <Checkbox
                checked={chosen.includes(userId)}
                disabled={!mayManage}
                onChange={() => toggle(userId)}
                id={`member-${userId}`}
              />
              <Avatar name={name} size={32} />
              <bdi className={classes.name}>{name}</bdi>
              <StatusBadge tone={stateTone[state]}>{t(`agentState.${state}`)}</StatusBadge>
            </label>
          </li>
        ))}
      </ul>
      {shown.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("members.noMatch")}
        </Text>
      )}
      <SaveBar
        dirty={added + removed > 0}
        busy={isPending}
        summary={t("members.change", { added, removed })}
        onDiscard={() => setChosen(before)}
        onSave={() =>
          // The live event of this very change may put a fresh list in our place before the answer comes, and what is told
          // with mutate is dropped then.
          void mutateAsync(chosen).then(
            () => tellDone(t("members.saved")),
            (error: unknown) => tellFailed(error, t("members.failed")),
          )
        }
      />
    </div>
  );
}
