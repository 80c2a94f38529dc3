import { HttpResponse, http } from "msw";
import { api } from "@/api/client";
import { server, url } from "@/test/server";

it("says of what it asks that nobody is there, until somebody is", async () => {
  const heard: (string | null)[] = [];
  server.use(
    http.get(url("/queues"), ({ request }) => {
      heard.push(request.headers.get("Chasqui-Unattended"));
      return HttpResponse.json({ items: [], next: null });
    }),
  );
  vi.useFakeTimers({ toFake: ["Date"] });
  window.dispatchEvent(new KeyboardEvent("keydown"));
  await api.GET("/api/v1/queues");
  vi.setSystemTime(Date.now() + 6 * 60_000);
  await api.GET("/api/v1/queues");
  window.dispatchEvent(new KeyboardEvent("keydown"));
  await api.GET("/api/v1/queues");
  expect(heard).toEqual([null, "true", null]);
});
