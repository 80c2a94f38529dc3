import { MantineProvider } from "@mantine/core";
import { ModalsProvider } from "@mantine/modals";
import { Notifications } from "@mantine/notifications";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactNode } from "react";
import { sessionQuery } from "@/api/session";
import { LiveRegion } from "@/ui/LiveRegion";
import { aSession } from "./builders";

/** Renders as inside the app: signed in, in English, with its own empty cache. */
export function renderApp(children: ReactNode, session = aSession()) {
  const queryClient = new QueryClient({
    defaultOptions: { queries: { retry: false, staleTime: 60_000 }, mutations: { retry: false } },
  });
  queryClient.setQueryData(sessionQuery.queryKey, session);
  const view = render(
    <MantineProvider env="test">
      <QueryClientProvider client={queryClient}>
        <ModalsProvider>
          {children}
          <Notifications />
          <LiveRegion />
        </ModalsProvider>
      </QueryClientProvider>
    </MantineProvider>,
  );
  return { ...view, queryClient, user: userEvent.setup() };
}
