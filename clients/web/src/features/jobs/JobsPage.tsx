import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { DeadJob } from "@/api/types";
import { keptMailsQuery } from "@/features/mails/queries";
import { errorText } from "@/i18n/error-text";
import { useFormat } from "@/time/use-format";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/Button";
import { Icon } from "@/ui/Icon";
import { LinkRows } from "@/ui/LinkRows";
import { Notice } from "@/ui/Notice";
import { Page } from "@/ui/Page";
import { focusHeading } from "@/ui/page-focus";
import { Answer, Empty } from "@/ui/States";
import styles from "./JobsPage.module.css";
import { inOrder, isUrgent } from "./urgency";

/** The administrator's list of what the server gave up, each to be run again. It holds no names of people. */
export default function JobsPage() {
  const { t } = useTranslation("jobs");
  const jobs = useQuery({
    queryKey: keys.deadJobs,
    queryFn: async ({ signal }) => (await api.get<{ jobs: DeadJob[] }>("/dead-jobs", {}, signal)).jobs,
    refetchInterval: 60_000,
  });
  // Refused where mails are sent: then there is nothing to look at.
  const mails = useQuery({ ...keptMailsQuery(), retry: false, refetchInterval: false });
  return (
    <Page title={t("title")} lead={t("lead")} width="wide">
      <Answer of={jobs}>
        {(all) =>
          all.length > 0 ? (
            <ul className={styles.jobs}>
              {inOrder(all).map((job) => (
                <Row key={job.id} job={job} />
              ))}
            </ul>
          ) : (
            <Empty icon="check" title={t("none")} />
          )
        }
      </Answer>
      {mails.isSuccess ? <LinkRows rows={[{ href: "/mails", title: t("mails.link") }]} /> : null}
    </Page>
  );
}

function Row({ job }: { job: DeadJob }) {
  const { t, i18n } = useTranslation("jobs");
  const format = useFormat();
  const queries = useQueryClient();
  const revive = useMutation({
    mutationFn: () => api.post(`/dead-jobs/${job.id}/revive`),
    onSuccess: () => {
      announce(t("revived"));
      focusHeading();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: keys.deadJobs }),
  });
  const name = i18n.exists(`jobs:names.${job.name}`) ? t(`names.${job.name}`) : job.name;
  return (
    <li className={styles.job}>
      <div className={styles.words}>
        <p className={styles.name}>
          {isUrgent(job) ? (
            <span className={styles.urgent}>
              <Icon name="alert" size={20} />
              {t("urgent")}
            </span>
          ) : null}
          {name}
        </p>
        <p className={styles.detail}>
          {t("detail", { when: format.dateTime(job.dead_at), count: job.attempts })}
          {job.last_error ? <code>{job.last_error}</code> : null}
        </p>
        {revive.isError ? (
          <Notice tone="care" live>
            <p>{errorText(revive.error)}</p>
          </Notice>
        ) : null}
      </div>
      <Button
        variant="secondary"
        aria-label={t("reviveOf", { name })}
        onPress={() => revive.mutate()}
        isPending={revive.isPending}
      >
        {t("revive")}
      </Button>
    </li>
  );
}
