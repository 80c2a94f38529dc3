import { Alert, Button, List } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { toApiError } from "@/api/problem";

interface Props {
  error: unknown;
  /** Fields already showing their own message beside the input. */
  shownFields?: readonly string[];
  onRetry?: () => void;
}

/** What went wrong, in the server's sentence where it has one and ours where there was no answer. */
export function ErrorSummary({ error, shownFields = [], onRetry }: Props) {
  const { t } = useTranslation("ui");
  if (!error) return null;
  const { problem, status } = toApiError(error);
  const rest = Object.entries(problem.errors ?? {}).filter(([field]) => !shownFields.includes(field));
  const sentence =
    status === 0 ? t("error.network") : (problem.detail ?? problem.title ?? t("error.unexpected"));
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle size={18} />} role="alert" title={sentence}>
      {rest.length > 0 && (
        <List size="sm">
          {rest.map(([field, messages]) => (
            <List.Item key={field}>{messages.join(" ")}</List.Item>
          ))}
        </List>
      )}
      {onRetry && (
        <Button variant="default" size="xs" mt="xs" onClick={onRetry}>
          {t("action.tryAgain")}
        </Button>
      )}
    </Alert>
  );
}
