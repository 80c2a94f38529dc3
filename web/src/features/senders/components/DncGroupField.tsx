import { Button, Group, Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { toApiError } from "@/api/problem";
import { dncGroupsQuery, useCreateDncGroup } from "../api/senders";

interface Props {
  value: string | null;
  onChange: (id: string | null) => void;
  error: ReactNode;
}

/** Senders of one group share a do-not-contact list: STOP to one is STOP to all of them. */
export function DncGroupField({ value, onChange, error }: Props) {
  const { t } = useTranslation("senders");
  const { data: groups } = useQuery(dncGroupsQuery);
  const [name, setName] = useState<string | null>(null);
  const create = useCreateDncGroup();
  if (name !== null) {
    return (
      <Group gap="xs" align="flex-end">
        <TextInput
          flex={1}
          label={t("dnc.newName")}
          dir="auto"
          autoFocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={create.error && (toApiError(create.error).fieldErrors.name ?? create.error.message)}
        />
        <Button
          variant="light"
          loading={create.isPending}
          disabled={!name.trim()}
          onClick={() =>
            create.mutate(name.trim(), {
              onSuccess: ({ id }) => {
                onChange(id);
                setName(null);
              },
            })
          }
        >
          {t("dnc.make")}
        </Button>
        <Button variant="subtle" onClick={() => setName(null)}>
          {t("cancel")}
        </Button>
      </Group>
    );
  }
  return (
    <Group gap="xs" align="flex-end">
      <Select
        flex={1}
        label={t("dnc.group")}
        description={t("dnc.groupHint")}
        allowDeselect={false}
        data={[
          { value: "", label: t("dnc.none") },
          ...(groups ?? []).map((group) => ({ value: group.id, label: group.name })),
        ]}
        value={value ?? ""}
        onChange={(id) => onChange(id || null)}
        error={error}
      />
      <Button variant="default" onClick={() => setName("")}>
        {t("dnc.new")}
      </Button>
    </Group>
  );
}
