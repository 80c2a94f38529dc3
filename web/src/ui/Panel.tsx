import { Title } from "@mantine/core";
import { type ReactNode, useId } from "react";
import classes from "./Panel.module.css";

interface Props {
  title: string;
  /** A link or a button at the end of the title's line. */
  action?: ReactNode;
  /** For lists that reach from edge to edge. */
  flush?: boolean;
  children: ReactNode;
}

/** A titled card on a page. */
export function Panel({ title, action, flush, children }: Props) {
  const id = useId();
  return (
    <section className={classes.root} aria-labelledby={id}>
      <div className={classes.head}>
        <Title order={2} size="h3" id={id}>
          {title}
        </Title>
        {action}
      </div>
      <div className={classes.body} data-flush={flush || undefined}>
        {children}
      </div>
    </section>
  );
}
