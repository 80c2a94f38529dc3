import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { can, useSession } from "@/api/session";
import { type LinkTab, LinkTabs } from "@/ui/LinkTabs";
import { Page } from "@/ui/Page";
import { PageHeader } from "@/ui/PageHeader";

interface Props {
  title: string;
  summary: string;
  actions?: ReactNode;
  children: ReactNode;
}

/** Users, roles, groups and keys: who may do what. */
export function PeopleFrame({ title, summary, actions, children }: Props) {
  const { t } = useTranslation("users");
  const session = useSession();
  const people: LinkTab[] = can(session, "manageUsers")
    ? [
        { to: "/users", label: t("tabs.users"), exact: true },
        { to: "/users/roles", label: t("tabs.roles") },
        { to: "/users/groups", label: t("tabs.groups") },
      ]
    : [];
  const keys: LinkTab[] = can(session, "manageApiKeys")
    ? [{ to: "/users/api-keys", label: t("tabs.apiKeys") }]
    : [];
  return (
    <Page>
      <PageHeader title={title} summary={summary} actions={actions}>
        <LinkTabs label={t("tabs.label")} tabs={[...people, ...keys]} />
      </PageHeader>
      {children}
    </Page>
  );
}
