import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { AgentState, AgentStateName } from "@/api/types";

export const agentStateQuery = queryOptions({
  queryKey: ["agent", "state"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/v1/agents/me/state", { signal })),
});

export type Wish = { state: "free" | "disconnected" } | { state: "onBreak"; breakReason: string };

export function useChangeAgentState() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: Wish) => unwrap(api.PUT("/api/v1/agents/me/state", { body })),
    onSuccess: (state) => queryClient.setQueryData(agentStateQuery.queryKey, state),
  });
}

/** Reasons offered for a break. The server keeps the word; unknown words are shown as they are. */
export const breakReasons = ["rest", "lunch", "training", "meeting", "backOffice"] as const;
export type BreakReason = (typeof breakReasons)[number];

export function isBreakReason(reason: string): reason is BreakReason {
  return (breakReasons as readonly string[]).includes(reason);
}

/** What to call it: an agent who let offers pass is present, yet nothing comes, and must see that. */
export function nameOfState(state: AgentState): AgentStateName | "notResponding" {
  const atWork = state.state === "free" || state.state === "busy";
  return state.notResponding && atWork ? "notResponding" : state.state;
}

export function isOnBreak(state: AgentStateName) {
  return state === "freeOnBreak" || state === "busyOnBreak";
}

/** What an agent can be given: free and busy are one, for they follow from the work itself. */
export function availabilityOf(state: AgentState) {
  const name = nameOfState(state);
  if (isOnBreak(state.state)) return "onBreak";
  return name === "free" || name === "busy" ? "atWork" : name;
}
