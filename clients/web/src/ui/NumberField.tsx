import { TextField } from "./Field";

interface NumberFieldProps {
  label: string;
  hint?: string;
  error?: string | null;
  value: number | null;
  onChange: (value: number | null) => void;
  isDisabled?: boolean;
}

/** A whole number, or nothing. What is no number is not taken. */
export function NumberField({ value, onChange, ...rest }: NumberFieldProps) {
  return (
    <TextField
      {...rest}
      inputMode="numeric"
      value={value === null ? "" : String(value)}
      onChange={(text) => {
        const figures = text.normalize("NFKC").trim();
        if (figures === "") onChange(null);
        else if (/^\d{1,6}$/.test(figures)) onChange(Number(figures));
      }}
    />
  );
}

interface HoursFieldProps extends Omit<NumberFieldProps, "value" | "onChange"> {
  minutes: number | null;
  onMinutes: (minutes: number | null) => void;
}

/** Minutes, entered as hours. */
export function HoursField({ minutes, onMinutes, ...rest }: HoursFieldProps) {
  return (
    <NumberField
      {...rest}
      value={minutes === null ? null : Math.round(minutes / 60)}
      onChange={(hours) => onMinutes(hours === null ? null : hours * 60)}
    />
  );
}
