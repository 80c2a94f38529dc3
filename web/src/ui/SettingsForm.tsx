import type { UseFormReturnType } from "@mantine/form";
import type { UseMutationResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { toApiError } from "@/api/problem";
import { ErrorSummary } from "./ErrorSummary";
import { SaveBar } from "./SaveBar";
import { tellDone } from "./saved";

interface Props<Values extends Record<string, unknown>, Body> {
  form: UseFormReturnType<Values>;
  /** Saves the whole of it. */
  save: UseMutationResult<unknown, Error, Body>;
  /** The values as the server takes them. */
  toBody: (values: Values) => Body;
  /** Said when it is saved. */
  saved: string;
  children: ReactNode;
}

/** The settings of one thing: its sections, and a bar that saves or discards what was changed. */
export function SettingsForm<Values extends Record<string, unknown>, Body>(props: Props<Values, Body>) {
  const { form, save, toBody, saved, children } = props;
  const submit = form.onSubmit((values) =>
    save.mutate(toBody(values), {
      onSuccess: () => {
        form.resetDirty();
        tellDone(saved);
      },
      onError: (failure) => form.setErrors(toApiError(failure).fieldErrors),
    }),
  );
  return (
    <form noValidate onSubmit={submit}>
      <ErrorSummary error={save.error} shownFields={Object.keys(form.values)} />
      {children}
      <SaveBar dirty={form.isDirty()} busy={save.isPending} onDiscard={form.reset} />
    </form>
  );
}
