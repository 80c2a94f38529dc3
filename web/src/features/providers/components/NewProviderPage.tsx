import { Button, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ProviderKind } from "@/api/channels-types";
import { toApiError } from "@/api/problem";
import { BackLink } from "@/ui/BackLink";
import { ErrorSummary } from "@/ui/ErrorSummary";
import { Page } from "@/ui/Page";
import { PageHeader } from "@/ui/PageHeader";
import { tellDone } from "@/ui/saved";
import { providerKindsQuery } from "../api/kinds";
import { useCreateProvider } from "../api/provider";
import { shownFields, toCreate, useProviderForm } from "../provider-form";
import { KindCards } from "./KindCards";
import classes from "./NewProviderPage.module.css";
import { ProviderFields } from "./ProviderFields";

interface Props {
  /** The chosen kind, from the URL. */
  kind: string | undefined;
  onCreated: (id: string) => void;
}

/** First what it is, then what it needs. */
export function NewProviderPage({ kind: chosen, onCreated }: Props) {
  const { t } = useTranslation("providers");
  const kinds = useQuery(providerKindsQuery);
  const kind = kinds.data?.find(({ name }) => name === chosen);
  return (
    <Page>
      {kind ? (
        <BackLink to="/providers/new">{t("create.otherKind")}</BackLink>
      ) : (
        <BackLink to="/providers">{t("title")}</BackLink>
      )}
      <PageHeader
        title={kind ? t("create.titleOf", { kind: kind.title }) : t("create.title")}
        summary={t(kind ? "create.formLead" : "create.lead")}
      />
      <ErrorSummary error={kinds.error} onRetry={() => void kinds.refetch()} />
      {kinds.isPending && <Skeleton height={180} aria-busy />}
      {kinds.data && !kind && <KindCards kinds={kinds.data} />}
      {kind && <NewProviderForm key={kind.name} kind={kind} onCreated={onCreated} />}
    </Page>
  );
}

function NewProviderForm({ kind, onCreated }: { kind: ProviderKind; onCreated: (id: string) => void }) {
  const { t } = useTranslation("providers");
  const { mutate, isPending, error } = useCreateProvider();
  const form = useProviderForm(kind);
  const submit = form.onSubmit((values) =>
    mutate(toCreate(kind, values), {
      onSuccess: ({ id }) => {
        tellDone(t("create.done"));
        onCreated(id);
      },
      onError: (failure) => form.setErrors(toApiError(failure).fieldErrors),
    }),
  );
  return (
    <form noValidate onSubmit={submit}>
      <ProviderFields form={form} kind={kind} secretsSet={[]} />
      <ErrorSummary error={error} shownFields={shownFields(kind)} />
      <div className={classes.actions}>
        <Button variant="default" component={Link} to="/providers">
          {t("create.cancel")}
        </Button>
        <Button type="submit" loading={isPending}>
          {t("create.submit")}
        </Button>
      </div>
    </form>
  );
}
