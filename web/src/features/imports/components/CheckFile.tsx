import { ActionIcon, Button, Group, Progress, Skeleton, Switch, Text } from "@mantine/core";
import { IconFileTypeCsv, IconUpload, IconX } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { formatPercent } from "@/lib/numbers";
import { ErrorSummary } from "@/ui/ErrorSummary";
import { previewFile, type Target, uploadFile } from "../api/import";
import { fileSize } from "../model";
import classes from "./CheckFile.module.css";
import { PreviewTable } from "./PreviewTable";

interface Props {
  file: File;
  target: Target;
  onBack: () => void;
  onUploaded: (importId: string) => void;
}

/** The file as the server reads it, before anything is imported, and then its way to the server. */
export function CheckFile({ file, target, onBack, onUploaded }: Props) {
  const { t, i18n } = useTranslation("imports");
  const [strict, setStrict] = useState(false);
  const messages = target.kind === "messages";
  const preview = useQuery({
    queryKey: ["importPreview", target, file.name, file.lastModified, file.size],
    queryFn: () => previewFile(messages ? target.dialerId : "", file),
    enabled: messages,
    retry: false,
    gcTime: 0,
  });
  const upload = useUpload(file, target, strict, onUploaded);

  return (
    <div className={classes.root}>
      <div className={classes.file}>
        <IconFileTypeCsv size={26} stroke={1.4} aria-hidden />
        <div className={classes.fileName}>
          <Text fw={600} truncate>
            <bdi>{file.name}</bdi>
          </Text>
          <Text size="xs" c="dimmed">
            {fileSize(file.size, i18n.language)}
          </Text>
        </div>
        {!upload.isPending && (
          <ActionIcon aria-label={t("check.other")} onClick={onBack}>
            <IconX size={18} />
          </ActionIcon>
        )}
      </div>
      <ErrorSummary error={preview.error} onRetry={() => void preview.refetch()} />
      {preview.isLoading && <Skeleton height={220} radius="lg" />}
      {preview.data && <PreviewTable preview={preview.data} />}
      {messages && preview.data && (
        <div className={classes.strict}>
          <Switch
            checked={strict}
            disabled={upload.isPending}
            onChange={(event) => setStrict(event.currentTarget.checked)}
            label={t("check.strict")}
            description={t(strict ? "check.strictOn" : "check.strictOff")}
          />
        </div>
      )}
      <ErrorSummary error={upload.error} />
      {upload.isPending ? (
        <div className={classes.uploading} role="status">
          <Text size="sm" fw={540}>
            {upload.sent < 1
              ? t("check.uploading", { percent: formatPercent(upload.sent, i18n.language) })
              : t("check.reading")}
          </Text>
          <Progress
            value={upload.sent * 100}
            animated={upload.sent >= 1}
            aria-label={t("check.uploadLabel")}
            className={classes.progress}
          />
          <Button variant="default" size="xs" onClick={upload.cancel}>
            {t("check.cancelUpload")}
          </Button>
        </div>
      ) : (
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onBack}>
            {t("check.other")}
          </Button>
          <Button
            leftSection={<IconUpload size={16} />}
            disabled={messages && !preview.data}
            onClick={upload.start}
          >
            {t("check.start")}
          </Button>
        </Group>
      )}
    </div>
  );
}

function useUpload(file: File, target: Target, strict: boolean, onUploaded: (id: string) => void) {
  const [sent, setSent] = useState(0);
  const abort = useRef<AbortController>(null);
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => {
      abort.current = new AbortController();
      return uploadFile({ target, file, strict, onProgress: setSent, signal: abort.current.signal });
    },
    onSuccess: ({ id }) => onUploaded(id),
  });

  // Only the file's way to the server can be lost by closing the page; warn while it is under way.
  useEffect(() => {
    if (!isPending) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [isPending]);
  useEffect(() => () => abort.current?.abort(), []);

  const cancelled = error instanceof DOMException;
  return {
    start: () => {
      setSent(0);
      mutate();
    },
    cancel: () => abort.current?.abort(),
    sent,
    isPending,
    error: cancelled ? null : error,
  };
}
