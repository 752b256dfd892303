import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { Account } from "@/api/types";
import { Button, ButtonLink } from "@/ui/Button";
import { Stack } from "@/ui/Card";
import { TextField } from "@/ui/Field";
import { More } from "@/ui/More";
import { Page } from "@/ui/Page";
import { Answer, Empty } from "@/ui/States";
import styles from "./AccountsPage.module.css";
import { AccountsTable } from "./AccountsTable";
import { NewAccount } from "./NewAccount";

const PAGE = 100;
/** As many as a search gives; beyond, more of the name has to be said. */
const MOST_FOUND = 50;

interface Accounts {
  accounts: Account[];
}

/** The administrator's accounts: who there is, a new one, and blocking. Nothing of what people talk about. */
export default function AccountsPage() {
  const { t } = useTranslation("accounts");
  const [isMaking, setIsMaking] = useState(false);
  const [text, setText] = useState("");
  const [wanted, setWanted] = useState("");
  const search = (event: FormEvent) => {
    event.preventDefault();
    setWanted(text.trim());
  };
  const showAll = () => {
    setText("");
    setWanted("");
  };
  return (
    <Page title={t("title")} width="wide">
      {isMaking ? (
        <NewAccount onClose={() => setIsMaking(false)} />
      ) : (
        <div className={styles.bar}>
          <Button onPress={() => setIsMaking(true)}>{t("new")}</Button>
          <ButtonLink href="/supervisors" variant="secondary">
            {t("supervisors")}
          </ButtonLink>
        </div>
      )}
      <search>
        <form className={styles.search} onSubmit={search}>
          <TextField label={t("search.label")} type="search" value={text} onChange={setText} maxLength={80} />
          <Button type="submit" variant="secondary">
            {t("search.do")}
          </Button>
          {wanted === "" ? null : (
            <Button variant="quiet" onPress={showAll}>
              {t("search.all")}
            </Button>
          )}
        </form>
      </search>
      {wanted === "" ? <All /> : <Found text={wanted} />}
    </Page>
  );
}

function All() {
  const { t } = useTranslation("accounts");
  const accounts = useInfiniteQuery({
    queryKey: keys.accounts,
    queryFn: async ({ pageParam, signal }) =>
      (await api.get<Accounts>("/accounts", { limit: PAGE, after: pageParam }, signal)).accounts,
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.length === PAGE ? last[last.length - 1]?.id : undefined),
  });
  return (
    <Answer of={accounts}>
      {({ pages }) => (
        <Stack>
          <AccountsTable accounts={pages.flat()} />
          <More of={accounts} label={t("more")} />
        </Stack>
      )}
    </Answer>
  );
}

function Found({ text }: { text: string }) {
  const { t } = useTranslation("accounts");
  const found = useQuery({
    queryKey: [...keys.accounts, "found", text],
    queryFn: async () => (await api.post<Accounts>("/accounts/search", { text, limit: MOST_FOUND })).accounts,
  });
  return (
    <Answer of={found}>
      {(accounts) =>
        accounts.length === 0 ? (
          <div role="status">
            <Empty icon="people" title={t("search.none", { text })}>
              {t("search.noneDetail")}
            </Empty>
          </div>
        ) : (
          <Stack>
            <p role="status">
              {accounts.length < MOST_FOUND
                ? t("search.found", { count: accounts.length })
                : t("search.many", { count: MOST_FOUND })}
            </p>
            <AccountsTable accounts={accounts} />
          </Stack>
        )
      }
    </Answer>
  );
}
