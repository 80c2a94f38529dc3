import { Stack, Text, Title } from "@mantine/core";
import type { TablerIcon } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./EmptyState.module.css";

interface Props {
  icon: TablerIcon;
  title: string;
  /** Why it is empty, in one sentence. */
  children?: ReactNode;
  /** The one thing to do about it. */
  action?: ReactNode;
  compact?: boolean;
  /** 1 where it is all there is on the page. */
  order?: 1 | 2;
}

export function EmptyState({ icon: Icon, title, children, action, compact = false, order = 2 }: Props) {
  return (
    <Stack className={classes.root} data-compact={compact || undefined} align="center" gap="xs">
      <span className={classes.icon} aria-hidden>
        <Icon size={compact ? 20 : 26} stroke={1.5} />
      </span>
      <Title order={order} size="h3" ta="center">
        {title}
      </Title>
      {children && (
        <Text c="dimmed" size="sm" ta="center" maw={380}>
          {children}
        </Text>
      )}
      {action && <div className={classes.action}>{action}</div>}
    </Stack>
  );
}
