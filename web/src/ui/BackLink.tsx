import { Anchor } from "@mantine/core";
import { IconChevronLeft } from "@tabler/icons-react";
import { Link, type LinkProps } from "@tanstack/react-router";
import type { ReactNode } from "react";
import classes from "./BackLink.module.css";

interface Props {
  to: NonNullable<LinkProps["to"]>;
  params?: Record<string, string>;
  search?: Record<string, string>;
  children: ReactNode;
}

/** The way back to the list this page is one of. */
export function BackLink({ to, params, search, children }: Props) {
  return (
    <Anchor
      component={Link}
      to={to}
      params={params as never}
      search={search as never}
      size="sm"
      className={classes.root}
    >
      <IconChevronLeft size={15} aria-hidden className={classes.chevron} />
      {children}
    </Anchor>
  );
}
