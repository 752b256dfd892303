import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { Account } from "@/api/types";
import { useMe } from "@/auth/hooks";
import { errorText } from "@/i18n/error-text";
import { useFormat } from "@/time/use-format";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/Button";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { Notice } from "@/ui/Notice";
import styles from "./AccountsPage.module.css";

/** Accounts with their state, and the way to block each. */
export function AccountsTable({ accounts }: { accounts: readonly Account[] }) {
  const { t } = useTranslation("accounts");
  return (
    <div className={styles.frame}>
      <table className={styles.table}>
        <caption className="visually-hidden">{t("title")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("name")}</th>
            <th scope="col">{t("role")}</th>
            <th scope="col">{t("email")}</th>
            <th scope="col">{t("made")}</th>
            <th scope="col">{t("state")}</th>
          </tr>
        </thead>
        <tbody>
          {accounts.map((account) => (
            <Row key={account.id} account={account} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ account }: { account: Account }) {
  const { t } = useTranslation("accounts");
  const format = useFormat();
  const me = useMe();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const isBlocked = account.blocked_at !== null;
  const change = useMutation({
    mutationFn: () => api.post(`/accounts/${account.id}/${isBlocked ? "unblock" : "block"}`),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: keys.accounts });
      announce(t(isBlocked ? "unblocked" : "blocked"));
    },
    onSettled: () => setAsking(false),
  });
  return (
    <tr>
      <th scope="row">{account.display_name}</th>
      <td>{t(`common:role.${account.role}`)}</td>
      <td>{account.email}</td>
      <td>{format.date(account.created_at)}</td>
      <td>
        <div className={styles.state}>
          <span>{t(isBlocked ? "isBlocked" : "isActive")}</span>
          {account.id === me.account_id ? null : (
            <Button
              variant="quiet"
              aria-label={t(isBlocked ? "unblockOf" : "blockOf", { name: account.display_name })}
              onPress={() => setAsking(true)}
            >
              {t(isBlocked ? "unblock" : "block")}
            </Button>
          )}
        </div>
        {change.isError ? (
          <Notice tone="care" live>
            <p>{errorText(change.error)}</p>
          </Notice>
        ) : null}
        <ConfirmDialog
          isOpen={asking}
          onClose={() => setAsking(false)}
          title={t(isBlocked ? "unblockTitle" : "blockTitle", { name: account.display_name })}
          confirmLabel={t(isBlocked ? "unblock" : "block")}
          cancelLabel={t("common:cancel")}
          onConfirm={() => change.mutate()}
          isPending={change.isPending}
        >
          <p>{t(isBlocked ? "unblockBody" : "blockBody")}</p>
        </ConfirmDialog>
      </td>
    </tr>
  );
}
