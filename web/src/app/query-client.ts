import { QueryClient } from "@tanstack/react-query";
import { live } from "@/api/live";
import { isTransient } from "@/api/problem";

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (failures, error) => failures < 3 && isTransient(error),
    },
    mutations: { retry: false },
  },
});

// Events missed while away are gone: whatever is on screen must be asked again (UX 16).
live.onRestored(() => void queryClient.invalidateQueries({ type: "active" }));
