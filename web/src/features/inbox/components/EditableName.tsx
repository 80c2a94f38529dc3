import { ActionIcon, Button, Group, TextInput, Title } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { toApiError } from "@/api/problem";
import type { ContactRef } from "@/api/types";
import { useRenameContact } from "../api/contact";
import classes from "./EditableName.module.css";

interface Props {
  contact: ContactRef;
  interactionId: string;
}

export function EditableName({ contact, interactionId }: Props) {
  const { t } = useTranslation(["inbox", "ui"]);
  const [draft, setDraft] = useState<string | null>(null);
  const rename = useRenameContact(contact.id, interactionId);

  if (draft === null) {
    return (
      <div className={classes.shown}>
        <Title order={2} size="h2">
          {contact.name ? (
            <bdi>{contact.name}</bdi>
          ) : (
            <span className={classes.nameless}>{t("inbox:contact.nameless")}</span>
          )}
        </Title>
        <ActionIcon
          size={26}
          onClick={() => setDraft(contact.name ?? "")}
          aria-label={t("inbox:contact.rename")}
        >
          <IconPencil size={15} />
        </ActionIcon>
      </div>
    );
  }

  const error = rename.error ? toApiError(rename.error) : null;
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        rename.mutate(draft.trim(), { onSuccess: () => setDraft(null) });
      }}
    >
      <TextInput
        value={draft}
        onChange={({ currentTarget }) => setDraft(currentTarget.value)}
        onKeyDown={({ key }) => key === "Escape" && setDraft(null)}
        aria-label={t("inbox:contact.name")}
        maxLength={100}
        dir="auto"
        autoFocus
        error={error && (error.fieldErrors.name ?? error.problem.detail ?? t("ui:error.unexpected"))}
      />
      <Group gap={6} justify="center">
        <Button size="xs" variant="default" onClick={() => setDraft(null)}>
          {t("ui:action.cancel")}
        </Button>
        <Button size="xs" type="submit" loading={rename.isPending}>
          {t("inbox:contact.save")}
        </Button>
      </Group>
    </form>
  );
}
