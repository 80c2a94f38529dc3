import type { TFunction } from "i18next";
import { isPlainFault } from "./model";

/** Why a row was refused, in the reader's language where the reason names nothing of the row. */
export function faultWords(t: TFunction<"imports">, { code, message }: { code: string; message: string }) {
  return isPlainFault(code) ? t(`fault.${code}`) : message;
}
