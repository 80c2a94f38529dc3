import { Text, Title } from "@mantine/core";
import { type ReactNode, useId } from "react";
import classes from "./FormSection.module.css";

interface Props {
  title: string;
  /** What these settings decide, in a sentence. */
  description?: ReactNode;
  children: ReactNode;
}

/** A group of settings: what it is about on one side, the fields on the other. */
export function FormSection({ title, description, children }: Props) {
  const id = useId();
  return (
    <section className={classes.root} aria-labelledby={id}>
      <div>
        <Title order={2} size="h3" id={id}>
          {title}
        </Title>
        {description && (
          <Text size="sm" c="dimmed" mt={4}>
            {description}
          </Text>
        )}
      </div>
      <div className={classes.fields}>{children}</div>
    </section>
  );
}
