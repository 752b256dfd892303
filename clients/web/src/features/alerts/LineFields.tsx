import { useTranslation } from "react-i18next";
import { textOf } from "@/i18n";
import { Button } from "@/ui/Button";
import { Card, Stack } from "@/ui/Card";
import { Checkbox } from "@/ui/Choice";
import { TextField } from "@/ui/Field";
import { SelectField } from "@/ui/SelectField";
import styles from "./alerts.module.css";
import { type Line, SITUATIONS, type Situation } from "./lines";

interface LineFieldsProps {
  line: Line;
  faults: readonly string[];
  onChange: (line: Line) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
  isFirst: boolean;
  isLast: boolean;
}

const WORDS = ["name", "hours", "about"] as const;
const LANGUAGES = ["ja", "en"] as const;
const KINDS = ["telephone", "web"] as const;

/** One line: closed it shows its name and number, open it can be changed. */
export function LineFields({ line, faults, onChange, onMove, onRemove, isFirst, isLast }: LineFieldsProps) {
  const { t } = useTranslation("lines");
  const change = (part: Partial<Line>) => onChange({ ...line, ...part });
  const name = textOf(line.name) || t("newLine");
  const fault = (of: string) => (faults.includes(of) ? t(`fault.${of}`) : null);
  return (
    <Card as="section" tone={faults.length > 0 ? "accent" : "plain"} aria-label={name}>
      <details open={faults.length > 0 || textOf(line.name) === "" || undefined}>
        <summary className={styles.line}>
          <b>{name}</b>
          <span>{line.number ?? line.url}</span>
          <span className={styles.lineMark}>{t(line.hours_confirmed ? "confirmed" : "unconfirmed")}</span>
        </summary>
        <Stack gap={3}>
          <SelectField
            label={t("situation")}
            value={line.situation}
            onChange={(situation) => change({ situation: situation as Situation })}
            options={SITUATIONS.map((value) => ({ value, label: t(`situations.${value}`) }))}
          />
          <SelectField
            label={t("kind")}
            value={line.kind}
            onChange={(kind) =>
              change(
                kind === "web" ? { kind: "web", number: null, url: "" } : { kind: "telephone", number: "", url: null },
              )
            }
            options={KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))}
          />
          {line.kind === "telephone" ? (
            <TextField
              label={t("number")}
              hint={t("numberHint")}
              inputMode="tel"
              value={line.number ?? ""}
              onChange={(number) => change({ number: number.normalize("NFKC").trim() })}
              maxLength={14}
              error={fault("number")}
            />
          ) : (
            <TextField
              label={t("url")}
              value={line.url ?? ""}
              onChange={(url) => change({ url: url.trim() })}
              maxLength={200}
              error={fault("url")}
            />
          )}
          {WORDS.map((field) => (
            <div key={field} className={styles.pair}>
              {LANGUAGES.map((language) => (
                <TextField
                  key={language}
                  label={t(`${field}_${language}`)}
                  value={line[field][language]}
                  onChange={(text) => change({ [field]: { ...line[field], [language]: text } })}
                  maxLength={200}
                  error={line[field][language].trim() === "" ? fault("words") : null}
                />
              ))}
            </div>
          ))}
          <Checkbox isSelected={line.always_open} onChange={(always_open) => change({ always_open })}>
            {t("alwaysOpen")}
          </Checkbox>
          <Checkbox isSelected={line.hours_confirmed} onChange={(hours_confirmed) => change({ hours_confirmed })}>
            {t("hoursConfirmed")}
          </Checkbox>
          <div className={styles.pair}>
            <TextField
              label={t("source")}
              hint={t("sourceHint")}
              value={line.source}
              onChange={(source) => change({ source })}
              maxLength={200}
              error={fault("source")}
            />
            <TextField
              label={t("asOf")}
              hint={t("asOfHint")}
              value={line.hours_as_of ?? ""}
              onChange={(text) => change({ hours_as_of: text.trim() || null })}
              maxLength={7}
              isOptional
              error={fault("asOf")}
            />
          </div>
          <MoreNumbers line={line} error={fault("more")} onChange={(more_numbers) => change({ more_numbers })} />
          <div className={styles.head}>
            {isFirst ? null : (
              <Button variant="quiet" onPress={() => onMove(-1)}>
                {t("up")}
              </Button>
            )}
            {isLast ? null : (
              <Button variant="quiet" onPress={() => onMove(1)}>
                {t("down")}
              </Button>
            )}
            <Button variant="quiet" onPress={onRemove}>
              {t("remove")}
            </Button>
          </div>
        </Stack>
      </details>
    </Card>
  );
}

interface MoreNumbersProps {
  line: Line;
  error: string | null;
  onChange: (more: Line["more_numbers"]) => void;
}

const MOST = 5;

/** Other numbers of the same line, such as those of a region. */
function MoreNumbers({ line, error, onChange }: MoreNumbersProps) {
  const { t } = useTranslation("lines");
  const more = line.more_numbers;
  const change = (at: number, part: Partial<(typeof more)[number]>) =>
    onChange(more.map((each, n) => (n === at ? { ...each, ...part } : each)));
  return (
    <Stack gap={2}>
      {more.map((each, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they have no name of their own, and stay in their places
        <div key={at} className={styles.pair}>
          <TextField
            label={t("otherNumber")}
            inputMode="tel"
            value={each.number}
            onChange={(number) => change(at, { number: number.normalize("NFKC").trim() })}
            maxLength={14}
          />
          {LANGUAGES.map((language) => (
            <TextField
              key={language}
              label={t(`note_${language}`)}
              value={each.note[language]}
              onChange={(text) => change(at, { note: { ...each.note, [language]: text } })}
              maxLength={200}
            />
          ))}
          <Button variant="quiet" onPress={() => onChange(more.filter((_, n) => n !== at))}>
            {t("removeNumber")}
          </Button>
        </div>
      ))}
      {error === null ? null : <p role="alert">{error}</p>}
      {line.kind === "telephone" && more.length < MOST ? (
        <Button variant="quiet" onPress={() => onChange([...more, { number: "", note: { ja: "", en: "" } }])}>
          {t("addNumber")}
        </Button>
      ) : null}
    </Stack>
  );
}
