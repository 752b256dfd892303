import { useTranslation } from "react-i18next";
import type { City } from "@/api/types";
import { EmergencyContactFields, TelephoneFields } from "@/features/family/ContactFields";
import { textOf } from "@/i18n";
import { Card, Stack } from "@/ui/Card";
import { SelectField } from "@/ui/SelectField";
import type { StepProps } from "./RegisterPage";

export function ContactStep({ draft, change, problem, city }: StepProps & { city: City | undefined }) {
  const { t } = useTranslation("register");
  return (
    <Stack>
      {city && city.districts.length > 0 ? (
        <SelectField
          label={t("contact.district")}
          isOptional
          value={draft.district}
          onChange={(district) => change({ district })}
          options={[
            { value: "", label: t("contact.noDistrict") },
            ...city.districts.map((each) => ({ value: each.code, label: textOf(each.name) })),
          ]}
        />
      ) : null}
      <Card>
        <TelephoneFields
          value={draft}
          onChange={(telephone) => change(telephone)}
          hint={t("contact.telephoneHint")}
          isOptional
        />
      </Card>
      <Card>
        <EmergencyContactFields value={draft} onChange={(contact) => change(contact)} error={problem("contact")} />
      </Card>
    </Stack>
  );
}
