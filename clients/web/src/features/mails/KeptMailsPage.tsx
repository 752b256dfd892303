import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { KeptMail } from "@/api/types";
import { useFormat } from "@/time/use-format";
import { Card, Stack } from "@/ui/Card";
import { Page } from "@/ui/Page";
import { Answer, Empty } from "@/ui/States";
import styles from "./KeptMailsPage.module.css";
import { keptMailsQuery } from "./queries";

/** For development: the mails that would have been sent, as their readers would have seen them. */
export default function KeptMailsPage() {
  const { t } = useTranslation("jobs");
  const mails = useQuery(keptMailsQuery());
  return (
    <Page title={t("mails.title")} lead={t("mails.lead")} back="/jobs">
      <Answer of={mails}>
        {(all) =>
          all.length > 0 ? (
            <Stack>
              {all.map((mail) => (
                <MailCard key={mail.id} mail={mail} />
              ))}
            </Stack>
          ) : (
            <Empty icon="text" title={t("mails.none")} />
          )
        }
      </Answer>
    </Page>
  );
}

function MailCard({ mail }: { mail: KeptMail }) {
  const { t } = useTranslation("jobs");
  const format = useFormat();
  return (
    <Card as="article">
      <h2>{mail.subject}</h2>
      <p className={styles.detail}>
        {format.dateTime(mail.created_at)}
        {mail.calendar ? <span>{t("mails.calendar")}</span> : null}
      </p>
      <p className={styles.text}>
        {mail.text.split(/(https?:\/\/\S+)/).map((part, place) =>
          part.startsWith("http") ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text keep their places
            <a key={place} href={part}>
              {part}
            </a>
          ) : (
            part
          ),
        )}
      </p>
    </Card>
  );
}
