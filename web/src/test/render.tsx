import { MantineProvider } from "@mantine/core";
import { ModalsProvider } from "@mantine/modals";
import { Notifications, notifications } from "@mantine/notifications";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterContextProvider,
} from "@tanstack/react-router";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactNode } from "react";
import { sessionQuery } from "@/api/session";
import { announce, LiveRegion } from "@/ui/LiveRegion";
import { aSession } from "./builders";

/** A router that knows the addresses features link to and shows nothing by itself. */
function aRouter() {
  const root = createRootRoute();
  const inbox = createRoute({ getParentRoute: () => root, path: "/inbox" });
  return createRouter({
    routeTree: root.addChildren([inbox]),
    history: createMemoryHistory({ initialEntries: ["/inbox"] }),
  });
}

/** Renders as inside the app: signed in, in English, with its own empty cache. */
export function renderApp(children: ReactNode, session = aSession()) {
  notifications.clean();
  announce("", "polite");
  announce("", "assertive");
  const router = aRouter();
  const queryClient = new QueryClient({
    defaultOptions: { queries: { retry: false, staleTime: 60_000 }, mutations: { retry: false } },
  });
  queryClient.setQueryData(sessionQuery.queryKey, session);
  const view = render(
    <MantineProvider env="test">
      <QueryClientProvider client={queryClient}>
        <RouterContextProvider router={router as never}>
          <ModalsProvider>
            {children}
            <Notifications />
            <LiveRegion />
          </ModalsProvider>
        </RouterContextProvider>
      </QueryClientProvider>
    </MantineProvider>,
  );
  return { ...view, queryClient, router, user: userEvent.setup() };
}
