import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { Role } from "@/api/types";
import { useMe } from "@/auth/hooks";
import { CLINICIANS } from "@/auth/roles";
import { type Template, templatesKey, useTemplates } from "@/features/note/templates";
import { errorText } from "@/i18n/error-text";
import { Button } from "@/ui/Button";
import { Actions, Card } from "@/ui/Card";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { TextArea, TextField } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import { Page } from "@/ui/Page";
import { SelectField } from "@/ui/SelectField";
import { Answer, Empty } from "@/ui/States";
import styles from "./Record.module.css";

const TITLE_MAX = 80;
const BODY_MAX = 4_000;

/** The text blocks of one's profession; for a coordinator those of all. */
export default function TemplatesPage() {
  const { t } = useTranslation("records");
  const { role } = useMe();
  const templates = useTemplates();
  const [isAdding, setAdding] = useState(false);
  const isKeeper = role === "coordinator";
  return (
    <Page title={t("template.title")} lead={t("template.lead")} back="/settings" backLabel={t("common:nav.settings")}>
      {isAdding ? (
        <Editor role={isKeeper ? null : role} onDone={() => setAdding(false)} />
      ) : (
        <Button onPress={() => setAdding(true)}>{t("template.add")}</Button>
      )}
      <Answer of={templates}>
        {(list) =>
          list.length === 0 ? (
            <Empty icon="text" title={t("template.none")} />
          ) : (
            <ul className={styles.list}>
              {list.map((template) => (
                <One key={template.id} template={template} showsRole={isKeeper} />
              ))}
            </ul>
          )
        }
      </Answer>
    </Page>
  );
}

function One({ template, showsRole }: { template: Template; showsRole: boolean }) {
  const { t } = useTranslation("records");
  const client = useQueryClient();
  const [isEditing, setEditing] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () => api.delete(`/note-templates/${template.id}`),
    onSettled: () => {
      setAsking(false);
      void client.invalidateQueries({ queryKey: templatesKey });
    },
  });
  if (isEditing) {
    return (
      <li>
        <Editor role={template.role} template={template} onDone={() => setEditing(false)} />
      </li>
    );
  }
  return (
    <li className={styles.entry}>
      <span className={styles.name}>{template.title}</span>
      {showsRole ? <span className={styles.detail}>{t(`common:role.${template.role}`)}</span> : null}
      <span className={styles.body}>{template.body}</span>
      <div className={styles.acts}>
        <Button
          variant="secondary"
          aria-label={t("template.changeOf", { title: template.title })}
          onPress={() => setEditing(true)}
        >
          {t("template.change")}
        </Button>
        <Button
          variant="quiet"
          aria-label={t("template.removeOf", { title: template.title })}
          onPress={() => setAsking(true)}
        >
          {t("template.remove")}
        </Button>
      </div>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={t("template.removeTitle", { title: template.title })}
        confirmLabel={t("template.remove")}
        cancelLabel={t("common:cancel")}
        onConfirm={() => remove.mutate()}
        isPending={remove.isPending}
      >
        <p>{t("template.removeBody")}</p>
      </ConfirmDialog>
    </li>
  );
}

interface EditorProps {
  /** Whose it is; null: it is chosen. */
  role: Role | null;
  template?: Template;
  onDone: () => void;
}

function Editor({ role: known, template, onDone }: EditorProps) {
  const { t } = useTranslation("records");
  const client = useQueryClient();
  const [role, setRole] = useState<Role>(known ?? "midwife");
  const [title, setTitle] = useState(template?.title ?? "");
  const [body, setBody] = useState(template?.body ?? "");
  const [isAsked, setAsked] = useState(false);
  const save = useMutation({
    mutationFn: () =>
      template
        ? api.put<Template>(`/note-templates/${template.id}`, { title, body, version: template.version })
        : api.post<Template>("/note-templates", { role, title, body }),
    onSuccess: onDone,
    onSettled: () => void client.invalidateQueries({ queryKey: templatesKey }),
  });
  const isEmpty = title.trim() === "" || body.trim() === "";
  return (
    <Card>
      {known === null ? (
        <SelectField
          label={t("template.role")}
          value={role}
          onChange={(chosen) => setRole(chosen as Role)}
          options={CLINICIANS.map((each) => ({ value: each, label: t(`common:role.${each}`) }))}
        />
      ) : null}
      <TextField
        label={t("template.name")}
        value={title}
        onChange={setTitle}
        maxLength={TITLE_MAX}
        error={isAsked && title.trim() === "" ? t("template.nameMissing") : null}
      />
      <TextArea
        label={t("template.body")}
        hint={t("template.bodyHint")}
        value={body}
        onChange={setBody}
        maxLength={BODY_MAX}
        error={isAsked && body.trim() === "" ? t("template.bodyMissing") : null}
      />
      {save.error === null ? null : (
        <Notice tone="care" live>
          <p>{errorText(save.error)}</p>
        </Notice>
      )}
      <Actions>
        <Button variant="secondary" onPress={onDone} block>
          {t("common:cancel")}
        </Button>
        <Button
          onPress={() => {
            setAsked(true);
            if (!isEmpty) save.mutate();
          }}
          isPending={save.isPending}
          block
        >
          {t("template.save")}
        </Button>
      </Actions>
    </Card>
  );
}
