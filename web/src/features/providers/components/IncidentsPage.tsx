import { Button, SegmentedControl, Skeleton } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorSummary } from "@/ui/ErrorSummary";
import { incidentsQuery } from "../api/incidents";
import { IncidentList } from "./IncidentList";
import { ProvidersFrame } from "./ProvidersFrame";

interface Props {
  all: boolean;
  onAll: (all: boolean) => void;
}

export function IncidentsPage({ all, onAll }: Props) {
  const { t } = useTranslation("providers");
  const incidents = useInfiniteQuery(incidentsQuery(all ? undefined : true));
  const items = incidents.data?.pages.flatMap((page) => page.items);
  return (
    <ProvidersFrame>
      <SegmentedControl
        mb="md"
        aria-label={t("incident.show")}
        value={all ? "all" : "open"}
        onChange={(value) => onAll(value === "all")}
        data={[
          { value: "open", label: t("incident.open") },
          { value: "all", label: t("incident.all") },
        ]}
      />
      <ErrorSummary error={incidents.error} onRetry={() => void incidents.refetch()} />
      {incidents.isPending && <Skeleton height={120} aria-busy />}
      {items?.length === 0 && (
        <EmptyState icon={IconCircleCheck} title={t(all ? "incident.noneEver" : "incident.none")}>
          {t("incident.noneReason")}
        </EmptyState>
      )}
      {items && items.length > 0 && <IncidentList incidents={items} />}
      {incidents.hasNextPage && (
        <Button
          variant="subtle"
          size="xs"
          mt="sm"
          loading={incidents.isFetchingNextPage}
          onClick={() => void incidents.fetchNextPage()}
        >
          {t("incident.more")}
        </Button>
      )}
    </ProvidersFrame>
  );
}
