import { notifications } from "@mantine/notifications";
import { toApiError } from "@/api/problem";

/** Says that something was done. A toast is read out by itself. */
export function tellDone(message: string) {
  notifications.show({ message, color: "green" });
}

/** Says why something could not be done, in the server's sentence where there is one. */
export function tellFailed(error: unknown, otherwise: string) {
  notifications.show({ message: toApiError(error).problem.detail ?? otherwise, color: "red" });
}
