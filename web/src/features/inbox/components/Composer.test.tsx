import { screen } from "@testing-library/react";
import { anInteraction } from "@/test/builders";
import { renderApp } from "@/test/render";
import { Composer } from "./Composer";

const field = () => screen.getByRole("textbox", { name: /reply to/i });
const send = () => screen.getByRole("button", { name: "Send" });

it("sends with Enter, trimmed, and empties itself", async () => {
  const onSend = vi.fn();
  const { user } = renderApp(<Composer interaction={anInteraction()} onSend={onSend} />);
  await user.type(field(), "  Hola Martina {Enter}");
  expect(onSend).toHaveBeenCalledExactlyOnceWith("Hola Martina");
  expect(field()).toHaveValue("");
});

it("starts a line with Shift+Enter and sends nothing", async () => {
  const onSend = vi.fn();
  const { user } = renderApp(<Composer interaction={anInteraction()} onSend={onSend} />);
  await user.type(field(), "one{Shift>}{Enter}{/Shift}two");
  expect(field()).toHaveValue("one\ntwo");
  expect(onSend).not.toHaveBeenCalled();
});

it.each(["{Control>}{Shift>}{Enter}{/Shift}{/Control}", "   {Enter}"])(
  "does not send on %s",
  async (keys) => {
    const onSend = vi.fn();
    const { user } = renderApp(<Composer interaction={anInteraction()} onSend={onSend} />);
    await user.type(field(), keys);
    expect(onSend).not.toHaveBeenCalled();
  },
);

it("keeps a draft through a remount, and only for its conversation", async () => {
  const a = anInteraction({ id: "a" });
  const { user, unmount } = renderApp(<Composer interaction={a} onSend={vi.fn()} />);
  await user.type(field(), "half a thought");
  unmount();

  const other = renderApp(<Composer interaction={anInteraction({ id: "b" })} onSend={vi.fn()} />);
  expect(field()).toHaveValue("");
  other.unmount();

  renderApp(<Composer interaction={a} onSend={vi.fn()} />);
  expect(field()).toHaveValue("half a thought");
});

it.each([
  ["Hola", "1 part · 156 left"],
  ["€", "1 part · 158 left"],
  ["ع", "1 part · 69 left"],
  ["👍", "1 part · 68 left"],
])("counts %s", async (text, words) => {
  const { user } = renderApp(<Composer interaction={anInteraction()} onSend={vi.fn()} />);
  await user.click(field());
  await user.paste(text);
  expect(screen.getByText(words)).toBeVisible();
});

it("says why a text past the carrier's limit cannot be sent", async () => {
  const onSend = vi.fn();
  const { user } = renderApp(<Composer interaction={anInteraction({ maxCharacters: 10 })} onSend={onSend} />);
  await user.type(field(), "twelve chars{Enter}");
  expect(screen.getByText("2 over the limit of 10")).toBeVisible();
  expect(send()).toBeDisabled();
  expect(onSend).not.toHaveBeenCalled();
});

it.each([
  [{ state: "closed" }, /is closed/],
  [{ state: "wrapUp" }, /wrap-up/i],
  [{ ownerId: "somebody-else" }, /another agent/i],
] as const)("explains itself instead of writing into %o", (more, words) => {
  renderApp(<Composer interaction={anInteraction(more)} onSend={vi.fn()} />);
  expect(screen.queryByRole("textbox")).toBeNull();
  expect(screen.getByText(words)).toBeVisible();
});
