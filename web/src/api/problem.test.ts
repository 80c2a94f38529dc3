import { ApiError, isTransient, toApiError } from "./problem";

it("turns ProblemDetails into field errors", () => {
  const error = new ApiError(400, {
    code: "validation",
    errors: { name: ["Too short.", "Only letters."], priority: ["Must be 0 to 9."] },
  });
  expect(error.fieldErrors).toEqual({ name: "Too short.", priority: "Must be 0 to 9." });
  expect(error.code).toBe("validation");
});

it("calls a lost connection transient and a refusal final", () => {
  expect(isTransient(toApiError(new TypeError("Failed to fetch")))).toBe(true);
  expect(isTransient(new ApiError(503, {}))).toBe(true);
  expect(isTransient(new ApiError(409, { code: "not_yours" }))).toBe(false);
});

it("keeps a code even when the answer was not ours", () => {
  expect(toApiError({}, 404).code).toBe("http_404");
  expect(toApiError(new TypeError("x")).code).toBe("network");
});
