import { DirectionProvider, MantineProvider, useDirection } from "@mantine/core";
import { ModalsProvider } from "@mantine/modals";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { type ReactNode, Suspense, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { directionOf } from "@/i18n/languages";
import { LiveRegion } from "@/ui/LiveRegion";
import { queryClient } from "./query-client";
import { router } from "./router";
import { cssVariablesResolver, theme } from "./theme";

export function App() {
  return (
    <DirectionProvider>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto">
        <QueryClientProvider client={queryClient}>
          <Suspense>
            <Surroundings>
              <RouterProvider router={router} />
            </Surroundings>
          </Suspense>
        </QueryClientProvider>
      </MantineProvider>
    </DirectionProvider>
  );
}

/** What floats above the pages, in the reader's language and direction. */
function Surroundings({ children }: { children: ReactNode }) {
  const { t, i18n } = useTranslation("ui");
  const { setDirection } = useDirection();
  const direction = directionOf(i18n.language);
  useEffect(() => setDirection(direction), [direction, setDirection]);
  return (
    <ModalsProvider modalProps={{ closeButtonProps: { "aria-label": t("action.close") } }}>
      {children}
      <Notifications
        position={direction === "rtl" ? "bottom-left" : "bottom-right"}
        autoClose={6000}
        limit={4}
      />
      <LiveRegion />
    </ModalsProvider>
  );
}
