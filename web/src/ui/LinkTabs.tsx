import { Link, type LinkProps } from "@tanstack/react-router";
import classes from "./LinkTabs.module.css";

export interface LinkTab {
  to: NonNullable<LinkProps["to"]>;
  params?: Record<string, string>;
  label: string;
  /** Set where the tab's address is the beginning of its neighbours'. */
  exact?: boolean;
}

/** Tabs whose place is the URL: each is a link, so Back, reload and a new window do what people expect. */
export function LinkTabs({ label, tabs }: { label: string; tabs: readonly LinkTab[] }) {
  return (
    <nav aria-label={label} className={classes.root}>
      {tabs.map(({ to, params, label: text, exact }) => (
        <Link
          key={to}
          to={to}
          params={params as never}
          className={classes.tab}
          activeOptions={{ exact: exact ?? false, includeSearch: false }}
        >
          {text}
        </Link>
      ))}
    </nav>
  );
}
