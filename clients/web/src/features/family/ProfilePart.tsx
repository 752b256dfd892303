import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { cityQuery } from "@/api/queries";
import type { Child, OtherTie } from "@/api/types";
import { useMe } from "@/auth/hooks";
import { textOf } from "@/i18n";
import { errorText } from "@/i18n/error-text";
import { serverNow } from "@/time/clock";
import { addDays, isoDate } from "@/time/format";
import { isMonth } from "@/time/month";
import { Button } from "@/ui/Button";
import { Card, Stack } from "@/ui/Card";
import { TextField } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import { Page } from "@/ui/Page";
import { SelectField } from "@/ui/SelectField";
import { ChildrenField } from "./ChildrenField";
import { useChangeMe } from "./use-change-me";

const TIES = ["partner", "grandparent", "other"] as const;

export function ProfilePart() {
  const { t } = useTranslation("family");
  const me = useMe();
  const city = useQuery(cityQuery());
  const [name, setName] = useState(me.display_name);
  const [due, setDue] = useState(me.pregnant_due ?? "");
  const [children, setChildren] = useState<Child[]>(me.children);
  const [tie, setTie] = useState<OtherTie | "">(me.other_tie ?? "");
  const [district, setDistrict] = useState(me.district ?? "");
  const change = useChangeMe();
  const today = isoDate(serverNow());

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!name.trim()) return;
    change.mutate({
      display_name: name.trim(),
      pregnant_due: due || null,
      children: children.filter((child) => isMonth(child.birth_month)),
      other_tie: tie || null,
      district: district || null,
    });
  };

  // A child keeps its id while its month is changed; a removed one leaves with its id.
  const setMonths = (months: string[]) =>
    setChildren((before) => {
      if (months.length === before.length - 1) {
        const removed = before.findIndex((child, index) => child.birth_month !== months[index]);
        return before.filter((_, index) => index !== (removed === -1 ? before.length - 1 : removed));
      }
      return months.map((birth_month, index) => ({ ...before[index], birth_month }));
    });

  return (
    <Page title={t("profile.title")} back="/family">
      <form onSubmit={submit} noValidate>
        <Stack gap={5}>
          <TextField
            label={t("profile.name")}
            value={name}
            onChange={setName}
            maxLength={80}
            autoComplete="nickname"
            error={name.trim() ? null : t("profile.nameMissing")}
          />
          <Stack gap={2}>
            <TextField
              label={t("profile.due")}
              hint={t("profile.dueHint")}
              isOptional
              type="date"
              value={due}
              onChange={setDue}
              min={addDays(today, -30)}
              max={addDays(today, 300)}
            />
            {due ? (
              <Button variant="quiet" onPress={() => setDue("")}>
                {t("profile.noDue")}
              </Button>
            ) : null}
          </Stack>
          <Card as="section">
            <h2>{t("profile.children")}</h2>
            {children.length === 0 ? <p>{t("profile.noChildren")}</p> : null}
            <ChildrenField months={children.map((child) => child.birth_month)} onChange={setMonths} mayBeEmpty />
          </Card>
          {me.role === "family" || tie ? (
            <SelectField
              label={t("profile.tie")}
              value={tie}
              onChange={(value) => setTie(value as OtherTie | "")}
              options={[
                { value: "", label: t("profile.noTie") },
                ...TIES.map((each) => ({ value: each, label: t(`ties.${each}`) })),
              ]}
            />
          ) : null}
          {city.data && city.data.districts.length > 0 ? (
            <SelectField
              label={t("profile.district")}
              isOptional
              value={district}
              onChange={setDistrict}
              options={[
                { value: "", label: t("profile.noDistrict") },
                ...city.data.districts.map((each) => ({ value: each.code, label: textOf(each.name) })),
              ]}
            />
          ) : null}
          {change.isError ? (
            <Notice tone="care" live>
              <p>{errorText(change.error)}</p>
            </Notice>
          ) : null}
          <Button type="submit" block isPending={change.isPending}>
            {t("common:save")}
          </Button>
        </Stack>
      </form>
    </Page>
  );
}
