import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { appointmentQuery } from "@/api/queries";
import type { Notice } from "@/api/types";
import { useMe } from "@/auth/hooks";
import { CLIENTS } from "@/auth/roles";
import { noonOf } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { announce } from "@/ui/announce";
import { Icon } from "@/ui/Icon";
import { focusHeading } from "@/ui/page-focus";
import styles from "./NoticeRow.module.css";
import { isUnseen } from "./queries";
import { sentenceOf } from "./sentence";

interface NoticeRowProps {
  notice: Notice;
  onSeen: () => void;
  /** In the list of all: it stays when it was seen, and says when it came and whether it is new. */
  stays?: boolean;
}

/** Who takes the appointment of a notice: no name stands in a notice itself. Null while it is not known. */
function useNewPractitioner({ kind, data }: Notice, isClient: boolean): string | null {
  const id = typeof data.appointment_id === "string" ? data.appointment_id : "";
  const appointment = useQuery({
    ...appointmentQuery(id),
    enabled: isClient && kind === "appointment.reassigned" && id !== "",
  });
  const found = appointment.data;
  return found?.change?.kind === "reassigned" ? found.practitioner.display_name : null;
}

export function NoticeRow({ notice, onSeen, stays }: NoticeRowProps) {
  const { t } = useTranslation("notices");
  const { role } = useMe();
  const format = useFormat();
  const row = useRef<HTMLLIElement>(null);
  const { key, when, month, link, urgent } = sentenceOf(notice, role);
  const name = useNewPractitioner(notice, CLIENTS.includes(role));
  const sentence = t(name ? `${key}Named` : key, {
    when: when && format.dateTime(when),
    month: month && format.month(noonOf(`${month}-01`)),
    name,
  });
  const unseen = isUnseen(notice);

  const dismiss = () => {
    // The button goes away: the focus goes on to what is next.
    const next = stays ? row.current : (row.current?.nextElementSibling ?? row.current?.previousElementSibling);
    if (next instanceof HTMLElement) next.focus();
    else focusHeading();
    onSeen();
    announce(t("noted"));
  };

  const words = (
    <>
      {stays ? (
        <span className={styles.came}>
          {unseen ? <span className={styles.fresh}>{t("fresh")}</span> : null}
          {format.dateTime(notice.created_at)}
        </span>
      ) : null}
      <span>{sentence}</span>
    </>
  );
  return (
    <li ref={row} tabIndex={-1} className={styles.row}>
      {urgent ? (
        <span className={styles.urgent}>
          <Icon name="alert" />
        </span>
      ) : null}
      {link ? (
        <Link href={link.href} className={styles.words} onClick={() => unseen && onSeen()}>
          {words}
          <span className={styles.see}>
            {t(link.key)}
            <Icon name="forward" size={20} />
          </span>
        </Link>
      ) : (
        <p className={styles.words}>{words}</p>
      )}
      {unseen ? (
        <button type="button" className={styles.dismiss} aria-label={t("dismissOf", { sentence })} onClick={dismiss}>
          <Icon name="check" />
          {t("dismiss")}
        </button>
      ) : null}
    </li>
  );
}
