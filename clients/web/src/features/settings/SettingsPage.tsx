import { useTranslation } from "react-i18next";
import { useMe } from "@/auth/hooks";
import { CLINICIANS } from "@/auth/roles";
import { UnconfirmedAddress } from "@/features/address/UnconfirmedAddress";
import { PushChoice } from "@/features/alerts/PushChoice";
import { AccountActions } from "@/features/family/AccountActions";
import { LinkRows } from "@/ui/LinkRows";
import { Page } from "@/ui/Page";

/** Staff: who is signed in, the password, the language, signing out. */
export default function SettingsPage() {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <Page title={t("nav.settings")} lead={[me.display_name, t(`role.${me.role}`)].join(t("dot"))}>
      <UnconfirmedAddress />
      <LinkRows
        rows={[
          ...(CLINICIANS.includes(me.role) ? [{ href: "/settings/reminders", title: t("remindersTitle") }] : []),
          ...(CLINICIANS.includes(me.role) || me.role === "coordinator"
            ? [{ href: "/templates", title: t("noteTemplates") }]
            : []),
          ...(me.role === "coordinator" || me.role === "administrator"
            ? [{ href: "/alerts/lines", title: t("alerts:lines") }]
            : []),
          { href: "/settings/password", title: t("changePassword") },
        ]}
      />
      <PushChoice />
      <AccountActions />
    </Page>
  );
}
