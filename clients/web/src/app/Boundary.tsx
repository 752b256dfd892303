import { Component, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { emergencyPath } from "@/i18n/emergency";
import { Button, ButtonLink } from "@/ui/Button";
import { Empty } from "@/ui/States";
import { useIsOutdated } from "./NewVersion";

function Broken() {
  const { t } = useTranslation();
  const kind = useIsOutdated() ? "newVersion" : "broken";
  return (
    <main role="alert">
      <Empty icon="info" title={t(`${kind}.title`)}>
        <p>{t(`${kind}.body`)}</p>
        <Button onPress={() => location.reload()}>{t("reload")}</Button>
        <ButtonLink href={emergencyPath()} external variant="quiet">
          {t("emergency")}
        </ButtonLink>
      </Empty>
    </main>
  );
}

/** Catches what a screen throws (a bug, or a part of the client that did not arrive): nobody is left with a blank page. */
export class Boundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override render() {
    return this.state.broken ? <Broken /> : this.props.children;
  }
}
