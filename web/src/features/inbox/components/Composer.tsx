import { Button, Textarea } from "@mantine/core";
import { IconSend2 } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "@/api/session";
import type { Interaction } from "@/api/types";
import { useDraft } from "@/lib/drafts";
import { exceeds } from "@/lib/parts";
import { PartsCounter } from "@/ui/PartsCounter";
import classes from "./Composer.module.css";
import { nameOf } from "./ContactName";

interface Props {
  interaction: Interaction;
  onSend: (text: string) => void;
}

export function Composer({ interaction, onSend }: Props) {
  const { t } = useTranslation("inbox");
  const { user } = useSession();
  const [text, setText] = useDraft(user.id, interaction.id);
  const field = useRef<HTMLTextAreaElement>(null);
  const writable = interaction.state === "active" && interaction.ownerId === user.id;

  useEffect(() => {
    // On a desk the agent types at once; on a phone a keyboard over half of the thread would hide it.
    if (writable && window.matchMedia("(pointer: fine)").matches)
      field.current?.focus({ preventScroll: true });
  }, [writable]);

  if (!writable) {
    const why = interaction.state === "active" ? "notYours" : interaction.state;
    return <p className={classes.closed}>{t(`composer.not.${why}`)}</p>;
  }

  const tooLong = exceeds(text, interaction.maxCharacters);
  const sendable = text.trim() !== "" && !tooLong;

  function send() {
    if (!sendable) return;
    onSend(text.trim());
    setText("");
    field.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent) {
    // An input method's Enter picks a word; Shift, and any chord of a shortcut, is not "send".
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    if (event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    send();
  }

  return (
    <form
      className={classes.root}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Textarea
        ref={field}
        value={text}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
        onKeyDown={onKeyDown}
        autosize
        minRows={2}
        maxRows={9}
        dir="auto"
        aria-label={t("composer.label", { contact: nameOf(interaction.contact) })}
        aria-describedby="composer-count"
        aria-invalid={tooLong || undefined}
        placeholder={t("composer.placeholder")}
        classNames={{ input: classes.input, wrapper: classes.field }}
      />
      <div className={classes.foot}>
        <PartsCounter text={text} maxCharacters={interaction.maxCharacters} id="composer-count" />
        <span className={classes.hint} aria-hidden>
          {t("composer.hint")}
        </span>
        <Button
          type="submit"
          disabled={!sendable}
          rightSection={<IconSend2 size={16} aria-hidden className={classes.icon} />}
        >
          {t("composer.send")}
        </Button>
      </div>
    </form>
  );
}
