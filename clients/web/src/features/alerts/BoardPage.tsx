import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useMe } from "@/auth/hooks";
import { errorText } from "@/i18n/error-text";
import { useFormat } from "@/time/use-format";
import { useNow } from "@/time/use-now";
import { announce } from "@/ui/announce";
import { Button, ButtonLink } from "@/ui/Button";
import { Card, Stack } from "@/ui/Card";
import { Notice } from "@/ui/Notice";
import { Page } from "@/ui/Page";
import { Answer, Empty } from "@/ui/States";
import styles from "./alerts.module.css";
import { boardQuery } from "./queries";
import type { Alert, AlertCall } from "./types";

const TICK_MS = 15_000;

/** The open alerts: how old each is, how far up the chain, and who was called how and when. */
export default function BoardPage() {
  const { t } = useTranslation("alerts");
  const { role } = useMe();
  const board = useQuery(boardQuery());
  const isDesk = role === "coordinator";
  return (
    <Page title={t("board.title")} lead={t(isDesk ? "board.leadDesk" : "board.lead")} width="wide">
      <Stack>
        {isDesk ? <Desk runsDrill={board.data?.alerts.some((each) => each.is_drill) ?? false} /> : null}
        <Answer of={board}>
          {(data) => (
            <Stack>
              {data.is_behind ? (
                <Notice tone="danger" icon="alert" title={t("board.behind")} live>
                  <p>{t("board.behindDetail")}</p>
                </Notice>
              ) : null}
              {data.alerts.length === 0 ? <Empty icon="leaf" title={t("board.none")} /> : null}
              {data.alerts.map((alert) => (
                <AlertCard key={alert.id} alert={alert} isDesk={isDesk} />
              ))}
            </Stack>
          )}
        </Answer>
      </Stack>
    </Page>
  );
}

function Desk({ runsDrill }: { runsDrill: boolean }) {
  const { t } = useTranslation("alerts");
  const client = useQueryClient();
  const begin = useMutation({
    mutationFn: () => api.post("/alert-drills"),
    onSuccess: () => announce(t("drill.begun")),
    onSettled: () => client.invalidateQueries({ queryKey: ["flags"] }),
  });
  return (
    <Stack gap={2}>
      <div className={styles.head}>
        <ButtonLink href="/alerts/chain" variant="secondary">
          {t("chain.title")}
        </ButtonLink>
        <ButtonLink href="/alerts/lines" variant="secondary">
          {t("lines")}
        </ButtonLink>
        {runsDrill ? null : (
          <Button variant="secondary" onPress={() => begin.mutate()} isPending={begin.isPending}>
            {t("drill.begin")}
          </Button>
        )}
      </div>
      {begin.error === null ? null : <p role="alert">{errorText(begin.error)}</p>}
    </Stack>
  );
}

function AlertCard({ alert, isDesk }: { alert: Alert; isDesk: boolean }) {
  const { t } = useTranslation("alerts");
  const format = useFormat();
  const now = useNow(TICK_MS);
  const minutes = Math.max(0, Math.floor((now - Date.parse(alert.raised_at)) / 60_000));
  const title =
    alert.person === null ? t(alert.is_drill ? "drill.title" : "board.alert") : t("board.of", { name: alert.person });
  return (
    <Card as="article" tone={alert.acknowledged_at === null ? "accent" : "plain"} aria-labelledby={`alert-${alert.id}`}>
      <Stack gap={2}>
        <div className={styles.head}>
          {alert.is_drill ? <span className={styles.drill}>{t("drill.mark")}</span> : null}
          <h2 id={`alert-${alert.id}`} className={styles.title}>
            {title}
          </h2>
          {alert.kind === null || alert.is_drill ? null : <span>{t(`kind.${alert.kind}`)}</span>}
        </div>
        <p>
          {minutes === 0 ? t("board.fresh") : t("board.age", { count: minutes })}{" "}
          {t("board.since", { when: format.dateTime(alert.raised_at) })}
        </p>
        <p>
          {alert.acknowledged_by === null
            ? t("board.nobody")
            : t("board.taken", {
                name: alert.acknowledged_by,
                when: format.time(alert.acknowledged_at ?? alert.raised_at),
              })}{" "}
          {alert.next_at === null || alert.step === null
            ? null
            : t(alert.acknowledged_by === null || alert.overdue_at !== null ? "board.next" : "board.due", {
                when: format.time(alert.next_at),
              })}
        </p>
        {alert.overdue_at === null ? null : <p className={styles.late}>{t("board.overdue")}</p>}
        {alert.calls.length === 0 ? null : (
          <details open={isDesk}>
            <summary className={styles.summary}>{t("board.calls", { count: alert.calls.length })}</summary>
            <ul className={styles.calls}>
              {alert.calls.map((call) => (
                <CallRow key={`${call.called_at}${call.audience}${call.name}${call.channel}`} call={call} />
              ))}
            </ul>
          </details>
        )}
        {alert.is_drill && isDesk ? <EndDrill id={alert.id} /> : null}
        {isDesk || alert.is_drill ? null : (
          <ButtonLink href={`/alerts/${alert.id}`} variant="secondary">
            {t("assess.open")}
          </ButtonLink>
        )}
      </Stack>
    </Card>
  );
}

function CallRow({ call }: { call: AlertCall }) {
  const { t } = useTranslation("alerts");
  const format = useFormat();
  return (
    <li className={styles.call}>
      <time dateTime={call.called_at}>{format.time(call.called_at)}</time>
      <span>{t(`audience.${call.audience}`)}</span>
      {call.name === null ? null : <span>{call.name}</span>}
      <span>
        {call.channel === null
          ? t("state.nobody")
          : t("board.channel", { channel: t(`channel.${call.channel}`), state: t(`state.${call.state}`) })}
      </span>
    </li>
  );
}

function EndDrill({ id }: { id: string }) {
  const { t } = useTranslation("alerts");
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: () => api.post(`/alert-drills/${id}/end`),
    onSettled: () => client.invalidateQueries({ queryKey: ["flags"] }),
  });
  return (
    <div className={styles.head}>
      <Button variant="secondary" onPress={() => end.mutate()} isPending={end.isPending}>
        {t("drill.end")}
      </Button>
    </div>
  );
}
