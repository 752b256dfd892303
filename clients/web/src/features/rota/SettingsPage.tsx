import { useTranslation } from "react-i18next";
import { Link, useParams } from "wouter";
import { CoverSettings } from "./CoverSettings";
import { RotaFrame } from "./RotaFrame";
import frame from "./RotaFrame.module.css";
import { RuleSettings } from "./RuleSettings";
import { ShiftSettings } from "./ShiftSettings";
import { StaffSettings } from "./StaffSettings";

const PARTS = { "shift-types": ShiftSettings, staff: StaffSettings, cover: CoverSettings, rules: RuleSettings };

/** What the rota is made from: shifts, people, how many are needed, and the rules. */
export default function SettingsPage() {
  const { t } = useTranslation("rota");
  const { part } = useParams<{ part?: string }>();
  const here = part && part in PARTS ? (part as keyof typeof PARTS) : "shift-types";
  const Part = PARTS[here];
  return (
    <RotaFrame title={t("parts.settings")}>
      <nav className={frame.parts} aria-label={t("settings.label")}>
        {(Object.keys(PARTS) as (keyof typeof PARTS)[]).map((each) => (
          <Link
            key={each}
            href={`/rota/settings/${each}`}
            className={frame.part}
            aria-current={each === here ? "page" : undefined}
          >
            {t(`settings.part.${each}`)}
          </Link>
        ))}
      </nav>
      <Part />
    </RotaFrame>
  );
}
