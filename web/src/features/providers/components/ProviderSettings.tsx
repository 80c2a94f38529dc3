import { useTranslation } from "react-i18next";
import type { Provider, ProviderKind } from "@/api/channels-types";
import { toApiError } from "@/api/problem";
import { ErrorSummary } from "@/ui/ErrorSummary";
import { SaveBar } from "@/ui/SaveBar";
import { tellDone } from "@/ui/saved";
import { useChangeProvider } from "../api/provider";
import { shownFields, toChange, useProviderForm } from "../provider-form";
import { ProviderFields } from "./ProviderFields";

/** The settings of a stored provider. A new form after each save: what was a new secret is a stored one then. */
export function ProviderSettings({ provider, kind }: { provider: Provider; kind: ProviderKind }) {
  const stored = JSON.stringify([provider.settings, provider.secretsSet]);
  return <Form key={stored} provider={provider} kind={kind} />;
}

function Form({ provider, kind }: { provider: Provider; kind: ProviderKind }) {
  const { t } = useTranslation("providers");
  const { mutate, isPending, error } = useChangeProvider(provider.id);
  const form = useProviderForm(kind, provider);
  const submit = form.onSubmit((values) =>
    mutate(toChange(kind, provider, values), {
      onSuccess: () => {
        form.resetDirty();
        tellDone(t("form.saved"));
      },
      onError: (failure) => form.setErrors(toApiError(failure).fieldErrors),
    }),
  );
  return (
    <form noValidate onSubmit={submit}>
      <ErrorSummary error={error} shownFields={shownFields(kind)} />
      <ProviderFields form={form} kind={kind} secretsSet={provider.secretsSet} />
      <SaveBar dirty={form.isDirty()} busy={isPending} onDiscard={form.reset} />
    </form>
  );
}
