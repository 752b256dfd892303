import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { errorText } from "@/i18n/error-text";
import { Button } from "@/ui/Button";
import { Stack } from "@/ui/Card";
import { LeaveGuard } from "@/ui/LeaveGuard";
import { Notice } from "@/ui/Notice";
import { SaveBar } from "@/ui/SaveBar";
import { Answer } from "@/ui/States";
import styles from "./schedules.module.css";
import type { useEdited } from "./use-edited";

type AnyEdited<Form extends object> = Pick<
  ReturnType<typeof useEdited<{ revision: number }, Form, unknown>>,
  | "query"
  | "isChanged"
  | "isOvertaken"
  | "isIncomplete"
  | "isSaving"
  | "isSaved"
  | "failure"
  | "faults"
  | "save"
  | "discard"
  | "saveOver"
>;

interface EditFrameProps<Form extends object> {
  of: AnyEdited<Form>;
  label: string;
  children: (form: Form) => ReactNode;
}

/** A form that is saved as a whole: what was refused, what somebody else did meanwhile, and the bar that saves. */
export function EditFrame<Form extends object>({ of, label, children }: EditFrameProps<Form>) {
  const { t } = useTranslation("schedules");
  const form = useRef<HTMLFormElement>(null);
  const said = useRef<HTMLDivElement>(null);
  const refusals = of.faults.size > 0 && !of.isSaving;
  useEffect(() => {
    if (!refusals) return;
    const first = form.current?.querySelector<HTMLElement>("[aria-invalid=true]");
    if (!first) return;
    const around = first.closest("details");
    if (around) around.open = true;
    first.focus({ preventScroll: true });
    // The bar below would cover what is said under the field.
    first.scrollIntoView({ block: "center" });
  }, [refusals]);
  const isSaid = of.isOvertaken || (of.failure !== null && !refusals);
  useEffect(() => {
    if (isSaid) said.current?.scrollIntoView({ block: "center" });
  }, [isSaid]);
  return (
    <Answer of={of.query}>
      {(value) => (
        <form
          ref={form}
          aria-label={label}
          className={styles.form}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            of.save();
          }}
        >
          <Stack gap={5}>
            {children(value)}
            <div ref={said} className={styles.said}>
              {of.isOvertaken ? (
                <Notice tone="care" title={t("overtaken.title")} live>
                  <p>{t("overtaken.body")}</p>
                  <div className={styles.buttons}>
                    <a className={styles.link} href={location.pathname} target="_blank" rel="noreferrer">
                      {t("overtaken.look")}
                    </a>
                    <Button variant="secondary" onPress={of.discard}>
                      {t("overtaken.discard")}
                    </Button>
                    <Button variant="secondary" onPress={of.saveOver} isPending={of.isSaving}>
                      {t("overtaken.saveOver")}
                    </Button>
                  </div>
                </Notice>
              ) : null}
              {of.failure || of.isIncomplete ? (
                <Notice tone="care" live>
                  <p>{of.failure ? errorText(of.failure) : t("incomplete")}</p>
                </Notice>
              ) : null}
            </div>
            <SaveBar
              isChanged={of.isChanged}
              isSaving={of.isSaving}
              isSaved={of.isSaved}
              isBarred={of.isOvertaken}
              discard={of.discard}
              words={{ discard: t("discard"), unsaved: t("unsaved") }}
            />
          </Stack>
          <LeaveGuard
            isActive={of.isChanged}
            title={t("leave.title")}
            goLabel={t("leave.go")}
            stayLabel={t("leave.stay")}
          >
            <p>{t("leave.body")}</p>
          </LeaveGuard>
        </form>
      )}
    </Answer>
  );
}
