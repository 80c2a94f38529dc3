import { ActionIcon, Text, Textarea } from "@mantine/core";
import { IconArrowUp } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { toApiError } from "@/api/problem";
import { useSendFromHandset } from "../api/handset";
import classes from "./Phone.module.css";

const longestText = 2000;

export function PhoneComposer({ number, to }: { number: string; to: string }) {
  const { t } = useTranslation("handset");
  const [text, setText] = useState("");
  const { mutate, isPending, error } = useSendFromHandset(number);
  function send() {
    if (!text.trim() || isPending) return;
    mutate({ to, text }, { onSuccess: () => setText("") });
  }
  const problem = error ? toApiError(error) : null;
  return (
    <>
      {problem && (
        <Text size="xs" c="red" role="alert" className={classes.problem}>
          {Object.values(problem.fieldErrors)[0] ?? problem.problem.detail ?? t("failed")}
        </Text>
      )}
      <div className={classes.composer}>
        <Textarea
          className={classes.field}
          classNames={{ input: classes.input }}
          aria-label={t("write")}
          placeholder={t("write")}
          dir="auto"
          autosize
          minRows={1}
          maxRows={5}
          maxLength={longestText}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
        <ActionIcon
          variant="filled"
          color="lago"
          radius="xl"
          size={36}
          aria-label={t("send")}
          loading={isPending}
          disabled={!text.trim()}
          onClick={send}
        >
          <IconArrowUp size={20} stroke={2.2} />
        </ActionIcon>
      </div>
    </>
  );
}
