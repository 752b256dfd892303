import { useState } from "react";
import { Dialog } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { useTranslation } from "react-i18next";
import { textOf } from "@/i18n";
import { Button, ButtonLink } from "@/ui/Button";
import dialog from "@/ui/ConfirmDialog.module.css";
import { Icon } from "@/ui/Icon";
import record from "../record/Record.module.css";
import { useTemplates } from "./templates";
import type { FormField } from "./types";

interface InsertTemplateProps {
  /** Where it goes: the field that was written in last. */
  field: FormField;
  onInsert: (text: string) => void;
}

/** Puts a text block of one's profession at the end of a field. */
export function InsertTemplate({ field, onInsert }: InsertTemplateProps) {
  const { t } = useTranslation("records");
  const [isOpen, setOpen] = useState(false);
  const { data = [] } = useTemplates();
  return (
    <>
      <Button variant="quiet" onPress={() => setOpen(true)}>
        <Icon name="text" size={20} />
        {t("template.insert")}
      </Button>
      <ModalOverlay isOpen={isOpen} onOpenChange={setOpen} isDismissable className={dialog.overlay}>
        <Modal className={dialog.modal}>
          <Dialog className={dialog.dialog}>
            <Heading slot="title" className={dialog.title}>
              {t("template.into", { field: textOf(field.label) })}
            </Heading>
            {data.length === 0 ? <p>{t("template.none")}</p> : null}
            <ul className={record.list}>
              {data.map((template) => (
                <li key={template.id}>
                  <button
                    type="button"
                    className={record.choice}
                    onClick={() => {
                      onInsert(template.body);
                      setOpen(false);
                    }}
                  >
                    <span className={record.name}>{template.title}</span>
                    <span className={record.detail}>{template.body}</span>
                  </button>
                </li>
              ))}
            </ul>
            <ButtonLink href="/templates" variant="quiet">
              {t("template.edit")}
            </ButtonLink>
            <Button variant="secondary" onPress={() => setOpen(false)} block>
              {t("common:cancel")}
            </Button>
          </Dialog>
        </Modal>
      </ModalOverlay>
    </>
  );
}
