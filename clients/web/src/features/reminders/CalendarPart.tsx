import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { CalendarFeed, NewCalendarFeed } from "@/api/types";
import { errorText } from "@/i18n/error-text";
import { useFormat } from "@/time/use-format";
import { announce } from "@/ui/announce";
import { Button, ButtonLink } from "@/ui/Button";
import { Card, Stack } from "@/ui/Card";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { Notice } from "@/ui/Notice";
import { Answer } from "@/ui/States";
import { useCopy } from "@/ui/use-copy";
import styles from "./RemindersPage.module.css";

/** The private addresses under which somebody's own calendar reads their times. */
export function CalendarPart() {
  const { t } = useTranslation("reminders");
  const id = useId();
  const queries = useQueryClient();
  const feeds = useQuery({
    queryKey: keys.calendarFeeds,
    queryFn: async ({ signal }) => (await api.get<{ feeds: CalendarFeed[] }>("/calendar-feeds", {}, signal)).feeds,
  });
  const make = useMutation({
    mutationFn: () => api.post<NewCalendarFeed>("/calendar-feeds"),
    onSuccess: () => announce(t("calendar.made")),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.calendarFeeds }),
  });
  const fresh = make.data && feeds.data?.some((feed) => feed.id === make.data.id) ? make.data : null;
  return (
    <Card as="section" aria-labelledby={id}>
      <h2 id={id}>{t("calendar.title")}</h2>
      <p className={styles.hint}>{t("calendar.words")}</p>
      {fresh ? <NewAddress feed={fresh} /> : null}
      <Answer of={feeds}>
        {(all) =>
          all.length > 0 ? (
            <ul className={styles.feeds} aria-label={t("calendar.list")}>
              {all.map((feed) => (
                <Row key={feed.id} feed={feed} />
              ))}
            </ul>
          ) : null
        }
      </Answer>
      {make.isError ? (
        <Notice tone="care" live>
          <p>{errorText(make.error)}</p>
        </Notice>
      ) : null}
      {fresh ? null : (
        <Button variant="secondary" block onPress={() => make.mutate()} isPending={make.isPending}>
          {t("calendar.make")}
        </Button>
      )}
    </Card>
  );
}

function NewAddress({ feed }: { feed: NewCalendarFeed }) {
  const { t } = useTranslation("reminders");
  const { copied, copy } = useCopy(feed.address, t("calendar.copied"));
  return (
    <Notice tone="info" icon="calendar" title={t("calendar.fresh")}>
      <Stack gap={3}>
        <p className={styles.address}>
          <code>{feed.address}</code>
        </p>
        <p>{t("calendar.once")}</p>
        <Button block onPress={copy}>
          {t(copied ? "calendar.copied" : "calendar.copy")}
        </Button>
        {copied === false ? <p role="status">{t("calendar.copyByHand")}</p> : null}
        <ButtonLink external variant="secondary" block href={feed.address.replace(/^https?:/, "webcal:")}>
          {t("calendar.open")}
        </ButtonLink>
      </Stack>
    </Notice>
  );
}

function Row({ feed }: { feed: CalendarFeed }) {
  const { t } = useTranslation("reminders");
  const format = useFormat();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const made = format.dateTime(feed.created_at);
  const revoke = useMutation({
    mutationFn: () => api.delete(`/calendar-feeds/${feed.id}`),
    onSuccess: () => announce(t("calendar.revoked")),
    onSettled: async () => {
      setAsking(false);
      await queries.invalidateQueries({ queryKey: keys.calendarFeeds });
    },
  });
  return (
    <li>
      <div className={styles.feed}>
        <p>
          <span className={styles.made}>{t("calendar.madeAt", { when: made })}</span>
          <span className={styles.hint}>
            {feed.last_used_at
              ? t("calendar.usedAt", { when: format.dateTime(feed.last_used_at) })
              : t("calendar.neverUsed")}
          </span>
        </p>
        <Button variant="quiet" aria-label={t("calendar.revokeOf", { when: made })} onPress={() => setAsking(true)}>
          {t("calendar.revoke")}
        </Button>
      </div>
      {revoke.isError ? (
        <Notice tone="care" live>
          <p>{errorText(revoke.error)}</p>
        </Notice>
      ) : null}
      <ConfirmDialog
        isOpen={asking}
        onClose={() => setAsking(false)}
        title={t("calendar.revokeTitle")}
        confirmLabel={t("calendar.revoke")}
        cancelLabel={t("common:cancel")}
        onConfirm={() => revoke.mutate()}
        isPending={revoke.isPending}
      >
        <p>{t("calendar.revokeBody")}</p>
      </ConfirmDialog>
    </li>
  );
}
