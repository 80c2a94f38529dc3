import { Tooltip, UnstyledButton } from "@mantine/core";
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useSession } from "@/api/session";
import { Mark } from "@/ui/Mark";
import { destinationsFor, places } from "./navigation";
import classes from "./Rail.module.css";

interface Props {
  collapsed: boolean;
  /** Absent where the rail cannot be narrowed, as in the mobile drawer. */
  onToggle?: () => void;
}

export function Rail({ collapsed, onToggle }: Props) {
  const { t } = useTranslation("shell");
  const session = useSession();
  const destinations = destinationsFor(session);
  const groups = places
    .map((place) => ({ place, items: destinations.filter((item) => item.place === place) }))
    .filter(({ items }) => items.length > 0);

  return (
    <nav className={classes.root} data-collapsed={collapsed || undefined} aria-label={t("nav.label")}>
      <Link to="/" className={classes.brand} aria-label="Chasqui">
        <Mark size={28} />
        {!collapsed && <span className={classes.name}>Chasqui</span>}
      </Link>
      <div className={classes.nav}>
        {groups.map(({ place, items }) => (
          <div key={place}>
            {groups.length > 1 && !collapsed && <p className={classes.heading}>{t(`nav.place.${place}`)}</p>}
            <ul className={classes.list}>
              {items.map(({ to, label, icon: Icon }) => (
                <li key={to}>
                  <Tooltip label={t(label)} disabled={!collapsed} position="right">
                    <Link
                      to={to}
                      className={classes.link}
                      activeOptions={{ exact: to === "/" }}
                      aria-label={collapsed ? t(label) : undefined}
                    >
                      <Icon size={19} stroke={1.7} aria-hidden />
                      {!collapsed && <span>{t(label)}</span>}
                    </Link>
                  </Tooltip>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
      <div className={classes.foot}>
        {!collapsed && (
          <p className={classes.unit}>
            <bdi>{session.businessUnit.name}</bdi>
            {session.demo && <span className={classes.demo}>{t("demo")}</span>}
          </p>
        )}
        {onToggle && (
          <UnstyledButton
            className={classes.toggle}
            onClick={onToggle}
            aria-label={t(collapsed ? "nav.widen" : "nav.narrow")}
            aria-expanded={!collapsed}
          >
            {collapsed ? (
              <IconLayoutSidebarLeftExpand size={18} />
            ) : (
              <IconLayoutSidebarLeftCollapse size={18} />
            )}
          </UnstyledButton>
        )}
      </div>
    </nav>
  );
}
