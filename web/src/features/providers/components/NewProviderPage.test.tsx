import { screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { aField, aKind, aProvider } from "@/test/channels-builders";
import { renderApp } from "@/test/render";
import { server, url } from "@/test/server";
import { NewProviderPage } from "./NewProviderPage";

const kind = aKind([
  aField({ name: "accountSid", label: "Account SID", help: "On the console's first page.", required: true }),
  aField({ name: "authToken", label: "Auth token", type: "secret", required: true }),
  aField({ name: "region", label: "Region", type: "choice", options: ["us1", "ie1"], default: "us1" }),
  aField({ name: "baseAddress", label: "API address", type: "address", advanced: true }),
]);

function withKinds() {
  server.use(http.get(url("/provider-kinds"), () => HttpResponse.json({ items: [kind] })));
}

it("offers the kinds with what each is for", async () => {
  withKinds();
  renderApp(<NewProviderPage kind={undefined} onCreated={() => {}} />);
  const card = await screen.findByRole("link", { name: /Acme/ });
  expect(card).toHaveTextContent("A carrier made up for a test.");
});

it("draws the form from the schema and folds away what is advanced", async () => {
  withKinds();
  renderApp(<NewProviderPage kind="acme" onCreated={() => {}} />);
  expect(await screen.findByLabelText(/Account SID/)).toHaveAccessibleDescription(
    "On the console's first page.",
  );
  expect(screen.getByLabelText(/Auth token/, { selector: "input" })).toHaveAttribute("type", "password");
  expect(screen.getByText("Advanced (1)").closest("details")).not.toHaveAttribute("open");
});

it("asks for what is needed before it asks the server", async () => {
  withKinds();
  const { user } = renderApp(<NewProviderPage kind="acme" onCreated={() => {}} />);
  await user.click(await screen.findByRole("button", { name: "Create provider" }));
  expect(screen.getAllByText("This is needed.")).toHaveLength(2);
});

it("shows the server's faults at their fields, also at a folded one", async () => {
  withKinds();
  const sentence = "Give a full http or https address.";
  server.use(
    http.post(url("/providers"), () =>
      HttpResponse.json({ code: "invalid", errors: { "settings.baseAddress": [sentence] } }, { status: 422 }),
    ),
  );
  const { user } = renderApp(<NewProviderPage kind="acme" onCreated={() => {}} />);
  await user.type(await screen.findByLabelText(/Account SID/), "AC1");
  await user.type(screen.getByLabelText(/Auth token/, { selector: "input" }), "secret");
  await user.click(screen.getByRole("button", { name: "Create provider" }));
  expect(await screen.findByText(sentence)).toBeVisible();
  expect(screen.getByText("Advanced (1)").closest("details")).toHaveAttribute("open");
});

it("sends what was given and leads to the new provider", async () => {
  withKinds();
  let sent: unknown;
  server.use(
    http.post(url("/providers"), async ({ request }) => {
      sent = await request.json();
      return HttpResponse.json(aProvider({ id: "made" }), { status: 201 });
    }),
  );
  const created = vi.fn();
  const { user } = renderApp(<NewProviderPage kind="acme" onCreated={created} />);
  await user.type(await screen.findByLabelText(/Account SID/), "AC1");
  await user.type(screen.getByLabelText(/Auth token/, { selector: "input" }), "secret");
  await user.click(screen.getByRole("button", { name: "Create provider" }));
  await waitFor(() => expect(created).toHaveBeenCalledWith("made"));
  expect(sent).toMatchObject({
    kind: "acme",
    name: "Acme",
    settings: { accountSid: "AC1", authToken: "secret", region: "us1" },
  });
});
