import { useState } from "react";
import { useTranslation } from "react-i18next";
import { PASSWORD } from "@/auth/password";
import { Stack } from "@/ui/Card";
import { Checkbox } from "@/ui/Choice";
import { TextField } from "@/ui/Field";
import type { StepProps } from "./RegisterPage";

interface YouStepProps extends StepProps {
  password: string;
  onPassword: (password: string) => void;
}

export function YouStep({ draft, change, problem, password, onPassword }: YouStepProps) {
  const { t } = useTranslation("register");
  const [shown, setShown] = useState(false);
  return (
    <Stack>
      <TextField
        label={t("you.name")}
        hint={t("you.nameHint")}
        name="display-name"
        autoComplete="nickname"
        maxLength={80}
        value={draft.displayName}
        onChange={(displayName) => change({ displayName })}
        error={problem("displayName")}
      />
      <TextField
        label={t("you.email")}
        name="email"
        type="email"
        inputMode="email"
        autoComplete="username"
        maxLength={254}
        value={draft.email}
        onChange={(email) => change({ email })}
        error={problem("email")}
      />
      <Stack gap={2}>
        <TextField
          label={t("you.password")}
          hint={t("you.passwordHint", { count: PASSWORD.minimum })}
          name="new-password"
          type={shown ? "text" : "password"}
          autoComplete="new-password"
          value={password}
          onChange={onPassword}
          error={problem("password")}
        />
        <Checkbox isSelected={shown} onChange={setShown}>
          {t("entrance:showPassword")}
        </Checkbox>
      </Stack>
    </Stack>
  );
}
