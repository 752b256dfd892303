import type { Appointment, Notice, Role } from "@/api/types";
import { CLIENTS, CLINICIANS } from "@/auth/roles";
import { isSurvey } from "@/features/questionnaire/sequence";
import { monthOf } from "@/features/rota/months";
import { isMonth } from "@/time/month";

/** What a notice says to one who reads it: words of the catalogue "notices". */
export interface Sentence {
  key: string;
  /** The instant that stands in it. */
  when: string | null;
  /** The month that stands in it: 2026-12. */
  month?: string;
  /** Where what it concerns is seen, and the key of the words that lead there. */
  link: { href: string; key: string } | null;
  /** It cannot wait: it is shown above every page until it is seen. */
  urgent: boolean;
  /** Urgent, though nobody is in danger by it: not in red. */
  calm?: true;
}

/** What an appointment's screen shows by its time and by who gives it. */
const SHOWN: readonly string[] = ["booked", "rescheduled", "reminder", "solved"].map((each) => `appointment.${each}`);
const LEADS: readonly string[] = ["day", "hour", "ten_minutes"];
const GENERAL: Sentence = { key: "general", when: null, link: null, urgent: false };

/** The sentence for a notice's kind and its reader; a kind that this client does not know gets a general one. */
export function sentenceOf(notice: Notice, role: Role): Sentence {
  const isClient = CLIENTS.includes(role);
  switch (notice.kind) {
    case "appointment.booked":
      return ofAppointment(notice, role, isClient ? "booked.client" : "booked.staff");
    case "appointment.cancelled": {
      const isOwnAct = notice.data.by === (isClient ? "person" : "practitioner");
      return ofAppointment(notice, role, isOwnAct ? "cancelled.own" : `cancelled.${isClient ? "client" : "staff"}`);
    }
    case "appointment.reminder": {
      const lead = typeof notice.data.lead === "string" && LEADS.includes(notice.data.lead) ? notice.data.lead : "day";
      return ofAppointment(notice, role, `reminder.${lead}`);
    }
    case "keeping.export_ready":
      return { ...GENERAL, key: "keeping.exportReady", link: { href: "/family/data", key: "see.export" } };
    case "keeping.run_proposed":
      return { ...GENERAL, key: "keeping.runProposed", link: { href: "/keeping", key: "see.keeping" } };
    case "keeping.erasure_asked":
      return { ...GENERAL, key: "keeping.erasureAsked", link: { href: "/keeping", key: "see.keeping" } };
    case "mail.refused":
      return {
        ...GENERAL,
        key: "mailRefused",
        link: { href: isClient ? "/family/reminders" : "/settings", key: "see.reminders" },
      };
    case "account.opened_elsewhere":
      return typeof notice.data.opened_at === "string"
        ? {
            ...GENERAL,
            key: "openedElsewhere",
            when: notice.data.opened_at,
            link: { href: "/family/password", key: "see.password" },
          }
        : GENERAL;
    case "appointment.rescheduled":
      return ofAppointment(notice, role, isClient ? "rescheduled.client" : "rescheduled.staff");
    case "appointment.reassigned":
      return ofAppointment(notice, role, isClient ? "reassigned.client" : "reassigned.staff");
    case "appointment.unsolved":
      return ofAppointment(notice, role, "unsolved");
    case "appointment.solved":
      return ofAppointment(notice, role, "solved");
    case "absence.reported":
      return { ...GENERAL, key: "absence.reported", link: { href: "/today", key: "see.today" } };
    case "absence.taken_back":
      return { ...GENERAL, key: "absence.takenBack", link: { href: "/today", key: "see.today" } };
    case "appointment.taken_off":
      return { ...ofAppointment(notice, role, "takenOff"), link: null };
    case "appointment.no_show":
      return { ...ofAppointment(notice, role, "noShow"), link: { href: "/book", key: "see.book" } };
    case "waitlist.offered":
      return typeof notice.data.starts_at === "string"
        ? { ...GENERAL, key: "offered", when: notice.data.starts_at, link: { href: "/", key: "see.offer" } }
        : GENERAL;
    case "encounter.writing_opened":
      return ofWriting(notice, role, "writingOpened");
    case "encounter.written":
      return ofWriting(notice, role, isClient ? "written.client" : "written.staff");
    case "encounter.unanswered":
      return ofWriting(notice, role, "unanswered");
    case "encounter.forgotten":
      return CLINICIANS.includes(role)
        ? { ...ofWriting(notice, role, "forgotten.practitioner"), urgent: true, calm: true }
        : {
            ...GENERAL,
            key: "forgotten.coordinator",
            link: role === "coordinator" ? { href: "/today", key: "see.today" } : null,
            urgent: true,
            calm: true,
          };
    case "follow_up.offered":
      return { ...GENERAL, key: "followUp", link: { href: "/", key: "see.followUp" } };
    case "follow_up.opens":
      return { ...GENERAL, key: "followUpOpens", link: { href: "/", key: "see.followUp" } };
    case "episode.closed":
      return { ...GENERAL, key: "closed", link: { href: "/questionnaire", key: "see.questionnaire" } };
    case "questionnaire.reminder":
      return ofQuestionnaire(notice);
    case "record.cosigned":
    case "record.returned":
      return ofRecord(notice);
    case "summary.released":
      return ofWriting(notice, role, "summary.released");
    case "summary.shared":
    case "household.joined":
    case "household.left": {
      const { share_id: id } = notice.data;
      const href = `/family/household${id ? `?shared=${id}` : ""}`;
      return { ...GENERAL, key: notice.kind, link: { href, key: "see.household" } };
    }
    case "letter.asked":
    case "letter.answered":
    case "letter.issued":
    case "letter.revoked":
      return typeof notice.data.letter_id === "string"
        ? { ...GENERAL, key: notice.kind, link: { href: `/letters/${notice.data.letter_id}`, key: "see.letter" } }
        : GENERAL;
    case "record.cosigning_overdue":
      return { ...GENERAL, key: "record.overdue", link: { href: "/cosignings", key: "see.cosignings" } };
    case "record.glass_broken":
      return { ...GENERAL, key: "record.glass", link: { href: "/glass", key: "see.glass" } };
    case "safety.flag_raised":
      return {
        ...GENERAL,
        key: notice.data.on_duty ? "flagOnDuty" : "flag",
        link: { href: "/work", key: "see.work" },
        urgent: true,
      };
    case "safety.called":
      return { ...GENERAL, key: "called", link: alertsOf(role), urgent: true };
    case "safety.drill":
      return { ...GENERAL, key: "drill", link: alertsOf(role), urgent: true, calm: true };
    case "safety.task_due":
      return { ...GENERAL, key: "taskDue", link: { href: "/work", key: "see.work" }, urgent: true, calm: true };
    case "safety.task_late":
      return { ...GENERAL, key: "taskLate", link: alertsOf(role), urgent: true, calm: true };
    case "safety.no_cover":
      return typeof notice.data.starts_at === "string"
        ? {
            ...GENERAL,
            key: "noCover",
            when: notice.data.starts_at,
            link: { href: "/rota/uncovered", key: "see.uncovered" },
            urgent: true,
            calm: true,
          }
        : GENERAL;
    case "safety.no_rota":
      return { ...GENERAL, key: "noRota", link: { href: "/rota", key: "see.rota" }, urgent: true, calm: true };
    case "safety.nobody_on_duty":
      return { ...GENERAL, key: "nobodyOnDuty", link: { href: "/rota/uncovered", key: "see.uncovered" }, urgent: true };
    case "safety.nobody_to_alert":
      return { ...GENERAL, key: "nobody", urgent: true };
    case "rota.swap_offered":
    case "rota.swap_taken":
    case "rota.swap_approved":
    case "rota.swap_rejected":
    case "rota.swap_withdrawn":
      return ofSwap(notice, role);
    case "rota.published":
      return typeof notice.data.month === "string" && isMonth(notice.data.month)
        ? {
            ...GENERAL,
            key: "rotaPublished",
            month: notice.data.month,
            link: { href: `/duty/${notice.data.month}`, key: "see.duty" },
          }
        : GENERAL;
    default:
      return GENERAL;
  }
}

function ofQuestionnaire({ data }: Notice): Sentence {
  const { questionnaire, occasion } = data;
  if (typeof questionnaire !== "string" || typeof occasion !== "string") return GENERAL;
  const key = isSurvey(occasion) ? "survey" : occasion === "course_end" ? "end" : "before";
  const search = new URLSearchParams({ of: questionnaire, on: occasion });
  return { ...GENERAL, key: `asked.${key}`, link: { href: `/questionnaire?${search}`, key: "see.questionnaire" } };
}

function ofRecord({ kind, data }: Notice): Sentence {
  const { appointment_id: id } = data;
  const link = typeof id === "string" ? { href: `/work/${id}`, key: "see.record" } : null;
  return { ...GENERAL, key: kind, link };
}

function alertsOf(role: Role): Sentence["link"] {
  if (role === "coordinator") return { href: "/alerts", key: "see.alerts" };
  return CLINICIANS.includes(role) ? { href: "/work", key: "see.work" } : null;
}

function ofSwap({ kind, data }: Notice, role: Role): Sentence {
  const { starts_at: when } = data;
  if (typeof when !== "string" || Number.isNaN(Date.parse(when))) return GENERAL;
  const link = CLINICIANS.includes(role)
    ? { href: `/duty/${monthOf(Date.parse(when))}`, key: "see.duty" }
    : { href: "/rota/swaps", key: "see.swaps" };
  return { ...GENERAL, key: `swap.${kind.slice("rota.swap_".length)}`, when, link };
}

function ofAppointment({ data }: Notice, role: Role, key: string): Sentence {
  const { appointment_id: id, starts_at: when } = data;
  if (typeof id !== "string" || typeof when !== "string" || Number.isNaN(Date.parse(when))) return GENERAL;
  const pages = CLIENTS.includes(role) ? "/consultations" : CLINICIANS.includes(role) ? "/work" : null;
  return { key, when, link: pages ? { href: `${pages}/${id}`, key: "see.appointment" } : null, urgent: false };
}

/** What is written after a consultation is read where it took place, and who waits is let in there. */
function ofWriting({ data }: Notice, role: Role, key: string): Sentence {
  const { appointment_id: id } = data;
  const pages = CLIENTS.includes(role) ? "/consultation" : CLINICIANS.includes(role) ? "/work" : null;
  return {
    ...GENERAL,
    key,
    link: pages && typeof id === "string" ? { href: `${pages}/${id}`, key: "see.writing" } : null,
  };
}

/** Whether the open page of an appointment's messages shows what the notice tells; a page that nobody sees does not. */
export function isReadIn(appointmentId: string, { kind, data }: Notice): boolean {
  return kind.startsWith("encounter.") && data.appointment_id === appointmentId && !document.hidden;
}

type Shown = Pick<Appointment, "id" | "state" | "change" | "starts_at">;

const isOther = (told: Notice["data"][string] | undefined, instant: string) =>
  typeof told === "string" && Date.parse(told) !== Date.parse(instant);

/** What asks for an answer: an open page is not yet one. */
const ASKING: readonly string[] = ["appointment.reassigned", "appointment.unsolved"];

/** Whether an appointment's own screen shows what the notice tells, and has the answer that it asks for. */
export function isShownBy(appointment: Shown, { kind, data }: Notice): boolean {
  const { id, state, change, starts_at } = appointment;
  return (
    data.appointment_id === id &&
    (SHOWN.includes(kind) ||
      (kind === "appointment.cancelled" && state === "cancelled") ||
      // What is shown may be older than the notice: that it says of no change is no answer.
      (ASKING.includes(kind) && (state !== "booked" || change?.accepted || isOther(data.starts_at, starts_at))))
  );
}
