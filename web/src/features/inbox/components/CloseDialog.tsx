import { Button, Group, Radio, Skeleton, Stack, Text, Textarea } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { toApiError } from "@/api/problem";
import type { Interaction } from "@/api/types";
import { ErrorSummary } from "@/ui/ErrorSummary";
import { dispositionsQuery, useCloseInteraction } from "../api/close-interaction";
import classes from "./CloseDialog.module.css";
import { nameOf } from "./ContactName";

export function CloseDialog({ interaction, onDone }: { interaction: Interaction; onDone: () => void }) {
  const { t } = useTranslation(["inbox", "ui"]);
  const dispositions = useQuery(dispositionsQuery(interaction.queue.id));
  const [chosen, setChosen] = useState<string | null>(interaction.dispositionId);
  const [note, setNote] = useState(interaction.note ?? "");
  const [asked, setAsked] = useState(false);
  const close = useCloseInteraction(interaction.id);
  const refused = close.error && toApiError(close.error).code === "dispositionRequired";
  const missing = (asked && interaction.dispositionRequired && !chosen) || (refused && !chosen);

  function submit() {
    setAsked(true);
    if (interaction.dispositionRequired && !chosen) return;
    close.mutate(
      { dispositionId: chosen ?? undefined, note: note.trim() || undefined },
      {
        onSuccess: () => {
          notifications.show({ message: t("inbox:close.done", { contact: nameOf(interaction.contact) }) });
          onDone();
        },
      },
    );
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {t("inbox:close.consequence")}
        </Text>
        {dispositions.isPending && <Skeleton height={96} />}
        {dispositions.data && dispositions.data.length > 0 && (
          <Radio.Group
            label={t("inbox:close.disposition")}
            withAsterisk={interaction.dispositionRequired}
            value={chosen}
            onChange={setChosen}
            error={missing ? t("inbox:close.missing") : undefined}
          >
            <Stack gap={6} mt={8}>
              {dispositions.data.map(({ id, name }) => (
                <Radio.Card key={id} value={id} className={classes.choice}>
                  <Radio.Indicator size="sm" />
                  <bdi>{name}</bdi>
                </Radio.Card>
              ))}
            </Stack>
          </Radio.Group>
        )}
        <Textarea
          label={t("inbox:close.note")}
          description={t("inbox:close.noteHint")}
          value={note}
          onChange={({ currentTarget }) => setNote(currentTarget.value)}
          autosize
          minRows={2}
          maxRows={6}
          maxLength={2000}
          dir="auto"
        />
        {!refused && <ErrorSummary error={close.error ?? dispositions.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            {t("ui:action.cancel")}
          </Button>
          <Button type="submit" loading={close.isPending}>
            {t("inbox:close.submit")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
