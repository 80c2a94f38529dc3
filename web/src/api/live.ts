import { type HubConnection, HubConnectionBuilder, HubConnectionState, LogLevel } from "@microsoft/signalr";
import { useEffect, useEffectEvent, useSyncExternalStore } from "react";
import type { LiveEvents, WatchTopic } from "./live-events";

/** How the one live connection of this tab is doing. "lost" is what people must be told about. */
export type LiveState = "idle" | "connecting" | "connected" | "lost";

const retryDelays = [0, 1000, 2000, 5000, 10_000];
const nextDelay = (attempt: number) => retryDelays[Math.min(attempt, retryDelays.length - 1)] ?? 10_000;

/**
 * One hub connection per tab, kept trying for ever: a desk that gave up silently is a desk whose agent
 * answers a customer twice. Watches are replayed after each reconnect, because the server forgets them.
 */
class Live {
  state: LiveState = "idle";
  private connection: HubConnection | null = null;
  private wanted = false;
  private readonly watches = new Map<string, { topic: WatchTopic; id: string; holders: number }>();
  private readonly stateListeners = new Set<() => void>();
  private readonly restored = new Set<() => void>();

  start() {
    if (this.wanted) return;
    this.wanted = true;
    this.connection ??= this.build();
    window.addEventListener("offline", this.wentOffline);
    window.addEventListener("online", this.cameOnline);
    this.set("connecting");
    void this.connect(0);
  }

  async stop() {
    this.wanted = false;
    window.removeEventListener("offline", this.wentOffline);
    window.removeEventListener("online", this.cameOnline);
    this.set("idle");
    await this.connection?.stop();
    this.connection = null;
  }

  on<E extends keyof LiveEvents>(event: E, handler: (...args: LiveEvents[E]) => void) {
    this.connection ??= this.build();
    const connection = this.connection;
    const listener = handler as (...args: unknown[]) => void;
    connection.on(event, listener);
    return () => connection.off(event, listener);
  }

  /** Called after a connection came back, when anything may have happened meanwhile. */
  onRestored(listener: () => void) {
    this.restored.add(listener);
    return () => this.restored.delete(listener);
  }

  watch(topic: WatchTopic, id: string) {
    const key = `${topic}:${id}`;
    const held = this.watches.get(key) ?? { topic, id, holders: 0 };
    held.holders += 1;
    this.watches.set(key, held);
    if (held.holders === 1) this.invoke(`Watch${topic}`, id);
    return () => {
      held.holders -= 1;
      if (held.holders > 0) return;
      this.watches.delete(key);
      this.invoke(`Unwatch${topic}`, id);
    };
  }

  readonly subscribe = (listener: () => void) => {
    this.stateListeners.add(listener);
    return () => this.stateListeners.delete(listener);
  };

  private build() {
    const connection = new HubConnectionBuilder()
      .withUrl(`${location.origin}/live`)
      .withAutomaticReconnect({
        nextRetryDelayInMilliseconds: ({ previousRetryCount }) => nextDelay(previousRetryCount),
      })
      .configureLogging(LogLevel.None)
      .build();
    connection.onreconnecting(() => this.set("lost"));
    connection.onreconnected(() => this.arrived(true));
    connection.onclose(() => {
      if (!this.wanted) return;
      this.set("lost");
      void this.connect(1);
    });
    return connection;
  }

  private async connect(attempt: number): Promise<void> {
    while (this.wanted && this.connection?.state === HubConnectionState.Disconnected) {
      await new Promise((resolve) => setTimeout(resolve, nextDelay(attempt)));
      if (!this.wanted || !this.connection) return;
      try {
        await this.connection.start();
        return this.arrived(attempt > 0);
      } catch {
        attempt += 1;
        this.set("lost");
      }
    }
  }

  private arrived(again: boolean) {
    this.set("connected");
    for (const { topic, id } of this.watches.values()) this.invoke(`Watch${topic}`, id);
    if (again) for (const tell of this.restored) tell();
  }

  private invoke(method: string, id: string) {
    if (this.connection?.state !== HubConnectionState.Connected) return;
    // A lost socket between the check and the call is repaired by the next connection, which replays watches.
    this.connection.send(method, id).catch(() => undefined);
  }

  // The socket may take half a minute to notice a pulled cable; the browser knows at once.
  private readonly wentOffline = () => this.set("lost");

  private readonly cameOnline = () => {
    if (this.connection?.state === HubConnectionState.Connected) {
      this.set("connected");
      for (const tell of this.restored) tell();
    }
  };

  private set(state: LiveState) {
    if (this.state === state) return;
    this.state = state;
    for (const tell of this.stateListeners) tell();
  }
}

export const live = new Live();

export function useLiveState(): LiveState {
  return useSyncExternalStore(live.subscribe, () => live.state);
}

/** Runs a handler for each event of one kind while the component is mounted. */
export function useLiveEvent<E extends keyof LiveEvents>(
  event: E,
  handler: (...args: LiveEvents[E]) => void,
) {
  const latest = useEffectEvent(handler);
  useEffect(() => live.on(event, (...args) => latest(...args)), [event]);
}

/** Asks the server for the events of one thing while the component is mounted. */
export function useWatch(topic: WatchTopic, id: string | undefined) {
  useEffect(() => (id ? live.watch(topic, id) : undefined), [topic, id]);
}
