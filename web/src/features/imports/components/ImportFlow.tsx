import { Button } from "@mantine/core";
import { IconFileImport } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { FileDrop } from "@/ui/FileDrop";
import type { Target } from "../api/import";
import { CheckFile } from "./CheckFile";
import { EarlierImports } from "./EarlierImports";
import classes from "./ImportFlow.module.css";
import { ImportProgress } from "./ImportProgress";
import { Steps } from "./Steps";

interface Props {
  target: Target;
  /** The import to show, from the URL: it survives a reload because it is not ours but the server's. */
  importId: string | undefined;
  onImport: (id: string | undefined) => void;
}

/** Choose, check, import, result (UX 24). */
export function ImportFlow({ target, importId, onImport }: Props) {
  const { t } = useTranslation("imports");
  const [file, setFile] = useState<File>();
  const startAgain = () => {
    setFile(undefined);
    onImport(undefined);
  };

  if (importId) {
    return (
      <div className={classes.root}>
        <Steps current="import" />
        <ImportProgress
          id={importId}
          target={target}
          again={
            <Button variant="default" leftSection={<IconFileImport size={16} />} onClick={startAgain}>
              {t("again")}
            </Button>
          }
        />
      </div>
    );
  }
  if (file) {
    return (
      <div className={classes.root}>
        <Steps current="check" />
        <CheckFile
          key={`${file.name} ${file.lastModified} ${file.size}`}
          file={file}
          target={target}
          onBack={() => setFile(undefined)}
          onUploaded={onImport}
        />
      </div>
    );
  }
  return (
    <div className={classes.root}>
      <Steps current="choose" />
      <FileDrop
        label={t(`choose.${target.kind}`)}
        hint={t(`choose.${target.kind}Hint`)}
        accept=".csv,.txt,text/csv,text/plain"
        onFile={setFile}
      />
      <EarlierImports target={target} onOpen={onImport} />
    </div>
  );
}
