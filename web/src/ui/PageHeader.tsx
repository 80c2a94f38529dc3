import { Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./PageHeader.module.css";

interface Props {
  title: string;
  /** One line that says what this page is for or what it shows now. */
  summary?: ReactNode;
  /** Buttons, primary last. */
  actions?: ReactNode;
  /** Tabs or filters, below the title. */
  children?: ReactNode;
}

export function PageHeader({ title, summary, actions, children }: Props) {
  return (
    <header className={classes.root}>
      <div className={classes.row}>
        <div className={classes.words}>
          <Title order={1}>{title}</Title>
          {summary && (
            <Text c="dimmed" size="sm">
              {summary}
            </Text>
          )}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </div>
      {children}
    </header>
  );
}
