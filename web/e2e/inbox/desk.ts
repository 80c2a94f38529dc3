import { type APIRequestContext, test as base, expect, type Page } from "@playwright/test";
import { serverUrl } from "../server";

interface Named {
  id: string;
  name: string;
}

/** A desk of its own for each test: an agent, a queue and a number nobody else uses, and a customer's phone. */
export class Desk {
  readonly customer = `+59899${digits(6)}`;

  constructor(
    readonly page: Page,
    private readonly admin: APIRequestContext,
    readonly agent: { id: string; email: string; name: string },
    readonly queue: Named,
    readonly number: string,
  ) {}

  /** The customer writes. */
  async writes(text: string, from = this.customer) {
    const path = `/api/v1/simulator/handsets/${encodeURIComponent(from)}/messages`;
    expect((await this.admin.post(path, { data: { to: this.number, text } })).ok(), `${from} writes`).toBe(
      true,
    );
  }

  /** What the customer's phone got, oldest first. */
  async heard(from = this.customer): Promise<string[]> {
    const answer = await this.admin.get(`/api/v1/simulator/handsets/${encodeURIComponent(from)}/messages`);
    const { items } = (await answer.json()) as { items: { direction: string; text: string; at: string }[] };
    return items
      .filter(({ direction }) => direction === "toHandset")
      .sort((a, b) => a.at.localeCompare(b.at))
      .map(({ text }) => text);
  }

  async is(state: "free" | "onBreak") {
    expect((await this.page.request.put("/api/v1/agents/me/state", { data: { state } })).ok()).toBe(true);
  }

  /** A conversation the agent has accepted, made without the screen; answers its interaction's id. */
  async has(text: string, from = this.customer): Promise<string> {
    await this.is("free");
    await this.writes(text, from);
    let offer: { id: string; interactionId: string } | undefined;
    await expect
      .poll(async () => {
        const answer = await this.page.request.get("/api/v1/agents/me/inbox");
        const { offers } = (await answer.json()) as {
          offers: { id: string; interactionId: string; contact: { number: string } }[];
        };
        offer = offers.find(({ contact }) => contact.number === from);
        return offer !== undefined;
      }, "the offer comes")
      .toBe(true);
    const accepted = await this.page.request.post(`/api/v1/offers/${offer?.id}/accept`);
    expect(accepted.ok(), "the offer is accepted").toBe(true);
    return offer?.interactionId ?? "";
  }

  open(interactionId: string) {
    return this.page.goto(`/inbox?c=${interactionId}`);
  }

  row(from = this.customer) {
    return this.page
      .getByRole("region", { name: "Conversations" })
      .getByRole("link")
      .filter({ hasText: from });
  }

  get log() {
    return this.page.getByRole("region", { name: "Messages" });
  }

  get composer() {
    return this.page.getByRole("textbox", { name: /^Reply to/ });
  }

  async replies(text: string) {
    await this.composer.fill(text);
    await this.composer.press("Enter");
  }
}

export const test = base.extend<
  { desk: Desk; queueSettings: Record<string, unknown>; refusalTimeoutSeconds: number },
  { admin: APIRequestContext }
>({
  queueSettings: [{}, { option: true }],
  refusalTimeoutSeconds: [45, { option: true }],

  admin: [
    async ({ playwright }, use) => {
      const admin = await playwright.request.newContext({ baseURL: serverUrl });
      await signIn(admin, "admin@demo.example", "chasqui-demo");
      await use(admin);
      await admin.dispose();
    },
    { scope: "worker" },
  ],

  desk: async ({ page, admin, queueSettings, refusalTimeoutSeconds }, use) => {
    const mark = digits(7);
    const roles = ((await (await admin.get("/api/v1/roles")).json()) as { items: Named[] }).items;
    const role = roles.find(({ name }) => name === "Agent");
    const email = `agent-${mark}@demo.example`;
    const password = `correct horse ${mark}`;
    const agent = await make<{ id: string; email: string; name: string }>(admin, "users", {
      email,
      name: `Agent ${mark}`,
      password,
      roleIds: [role?.id],
      refusalTimeoutSeconds,
    });
    const number = `+598290${digits(5)}`;
    const sender = await make<Named>(admin, "senders", {
      kind: "longCode",
      address: number,
      label: "Main line",
      inbound: true,
    });
    const queue = await make<Named>(admin, "queues", {
      name: `desk-${mark}`,
      wrapUpSeconds: 0,
      ...queueSettings,
    });
    await make(admin, "entry-points", { name: `Desk ${mark}`, senderId: sender.id, queueId: queue.id });
    const members = await admin.put(`/api/v1/queues/${queue.id}/members`, { data: { userIds: [agent.id] } });
    expect(members.ok(), "the agent joins the queue").toBe(true);
    const endings = await admin.put(`/api/v1/queues/${queue.id}/dispositions`, {
      data: { names: ["Resolved", "Spam"] },
    });
    expect(endings.ok(), "the queue gets its dispositions").toBe(true);

    await signIn(page.request, email, password);
    await use(new Desk(page, admin, agent, queue, number));
    // Nobody is left at work: another test's texts would be offered to an empty chair.
    await page.request.put("/api/v1/agents/me/state", { data: { state: "disconnected" } });
  },
});

export { expect };

async function signIn(context: APIRequestContext, email: string, password: string) {
  const answer = await context.post("/api/v1/session", { data: { email, password } });
  expect(answer.ok(), `sign-in of ${email}`).toBe(true);
}

async function make<T>(admin: APIRequestContext, list: string, data: Record<string, unknown>): Promise<T> {
  const answer = await admin.post(`/api/v1/${list}`, { data });
  expect(answer.ok(), `POST ${list}: ${answer.ok() ? "" : await answer.text()}`).toBe(true);
  return (await answer.json()) as T;
}

function digits(count: number) {
  return Array.from({ length: count }, () => Math.floor(Math.random() * 10)).join("");
}
