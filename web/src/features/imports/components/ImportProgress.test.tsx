import { screen, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { anImport } from "@/test/operations-builders";
import { renderApp } from "@/test/render";
import { server, url } from "@/test/server";
import { ImportProgress } from "./ImportProgress";

vi.mock("@tanstack/react-router", () => ({ Link: (props: object) => <a {...props} /> }));

function show(entry: ReturnType<typeof anImport>) {
  server.use(http.get(url("/imports/import-1"), () => HttpResponse.json(entry)));
  return renderApp(
    <ImportProgress id="import-1" target={{ kind: "messages", dialerId: "dialer-1" }} again={null} />,
  );
}

it("accounts for every row and offers the refused ones", async () => {
  show(
    anImport({
      rows: 5,
      imported: 3,
      duplicates: 1,
      rejected: 1,
      errors: [{ row: 4, column: "destination", code: "numberTooShort", message: "Zu kurz." }],
    }),
  );
  const refused = await screen.findByRole("table", { name: "Refused rows" });
  expect(within(refused).getByText("The number is too short for its country.")).toBeVisible();
  expect(screen.getByText("Imported").nextSibling).toHaveTextContent("3");
  expect(screen.getByRole("link", { name: "Download refused rows" })).toHaveAttribute(
    "href",
    "/api/v1/imports/import-1/errors.csv",
  );
});

it("says why a strict file was refused, and offers no monitor", async () => {
  show(anImport({ state: "refused", strict: true, failureDetail: "Line 3 has a fault." }));
  expect(await screen.findByText("Line 3 has a fault.")).toBeVisible();
  expect(screen.queryByRole("link", { name: "Go to the monitor" })).toBeNull();
});

it("shows how far a running import is", async () => {
  show(anImport({ state: "processing", rows: 2000, imported: 700, duplicates: 50, finishedAt: null }));
  expect(await screen.findByText("750 of 2,000 rows")).toBeVisible();
});
