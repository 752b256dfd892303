import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ApiError } from "@/api/errors";
import { errorText } from "@/i18n/error-text";
import { Stack } from "@/ui/Card";
import { Notice } from "@/ui/Notice";
import { SaveBar } from "@/ui/SaveBar";
import { Answer } from "@/ui/States";

interface SettingsFrameProps<T> {
  /** What useSettings gives. */
  of: {
    query: { error: unknown; isPending: boolean; refetch: () => unknown };
    value: T | undefined;
    isChanged: boolean;
    isSaving: boolean;
    isSaved: boolean;
    failure: ApiError | null;
    save: () => void;
    discard: () => void;
  };
  children: (value: T) => ReactNode;
}

/** A part of the settings: its form, and the bar that saves it or gives the edits up. */
export function SettingsFrame<T>({ of, children }: SettingsFrameProps<T>) {
  const { t } = useTranslation("rota");
  const { failure } = of;
  const isStale = failure?.code === "rota.changed_meanwhile";
  return (
    <Answer of={{ error: of.query.error, isPending: of.query.isPending, refetch: of.query.refetch, data: of.value }}>
      {(value) => (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            of.save();
          }}
        >
          <Stack>
            {children(value)}
            {failure ? (
              <Notice tone="care" live>
                <p>{isStale ? t("settings.overtaken") : errorText(failure)}</p>
              </Notice>
            ) : null}
            <SaveBar
              isChanged={of.isChanged}
              isSaving={of.isSaving}
              isSaved={of.isSaved}
              discard={of.discard}
              words={{ discard: t("settings.discard"), unsaved: t("settings.unsaved") }}
            />
          </Stack>
        </form>
      )}
    </Answer>
  );
}
