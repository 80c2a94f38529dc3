import type { ReactNode } from "react";
import classes from "./Page.module.css";

/** A page that scrolls as a whole, with the reading width its content asks for. */
export function Page({ width = "wide", children }: { width?: "wide" | "form"; children: ReactNode }) {
  return (
    <div className={classes.root} data-width={width}>
      {children}
    </div>
  );
}
