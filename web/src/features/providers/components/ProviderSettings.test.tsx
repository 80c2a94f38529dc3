import { screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { aField, aKind, aProvider } from "@/test/channels-builders";
import { renderApp } from "@/test/render";
import { server, url } from "@/test/server";
import { ProviderSettings } from "./ProviderSettings";

const kind = aKind([
  aField({ name: "host", label: "Host" }),
  aField({ name: "password", label: "Password", type: "secret" }),
]);
const provider = aProvider({ settings: { host: "smsc" }, secretsSet: ["password"] });

function keepChanges() {
  const changes: { settings: unknown }[] = [];
  server.use(
    http.patch(url("/providers/provider-1"), async ({ request }) => {
      changes.push((await request.json()) as { settings: unknown });
      return HttpResponse.json(provider);
    }),
  );
  return changes;
}

it("never shows a stored secret, and leaves it as it is", async () => {
  const changes = keepChanges();
  const { user } = renderApp(<ProviderSettings provider={provider} kind={kind} />);
  expect(screen.getByText("Set")).toBeVisible();
  expect(screen.queryByLabelText("Password", { selector: "input" })).not.toBeInTheDocument();
  await user.type(screen.getByLabelText("Host"), "2");
  await user.click(screen.getByRole("button", { name: "Save changes" }));
  await waitFor(() => expect(changes).toEqual([expect.objectContaining({ settings: { host: "smsc2" } })]));
});

it("replaces a secret with what is written", async () => {
  const changes = keepChanges();
  const { user } = renderApp(<ProviderSettings provider={provider} kind={kind} />);
  await user.click(screen.getByRole("button", { name: "Replace: Password" }));
  await user.type(screen.getByLabelText("Password", { selector: "input" }), "new");
  await user.click(screen.getByRole("button", { name: "Save changes" }));
  await waitFor(() => expect(changes[0]?.settings).toEqual({ password: "new" }));
});

it("takes a secret away, and back before it is saved", async () => {
  const changes = keepChanges();
  const { user } = renderApp(<ProviderSettings provider={provider} kind={kind} />);
  await user.click(screen.getByRole("button", { name: "Clear: Password" }));
  expect(screen.getByText("Will be cleared")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Keep: Password" }));
  expect(screen.queryByRole("button", { name: "Save changes" })).not.toBeInTheDocument();
  await user.click(screen.getByRole("button", { name: "Clear: Password" }));
  await user.click(screen.getByRole("button", { name: "Save changes" }));
  await waitFor(() => expect(changes[0]?.settings).toEqual({ password: null }));
});
