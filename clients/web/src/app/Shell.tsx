import { type ReactNode, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Link, matchRoute, useLocation, useRouter } from "wouter";
import { changeLanguage, language } from "@/i18n";
import { emergencyPath } from "@/i18n/emergency";
import { Icon, type IconName } from "@/ui/Icon";
import { Logo } from "@/ui/Logo";
import { Notice } from "@/ui/Notice";
import { Loading } from "@/ui/States";
import { Boundary } from "./Boundary";
import styles from "./Shell.module.css";
import { useOnline } from "./use-online";

export interface NavItem {
  href: string;
  /** Other addresses that belong to this one, as patterns of the router. */
  also?: string | readonly string[];
  icon: IconName;
  label: string;
}

interface ShellProps {
  nav?: readonly NavItem[];
  /** Parents have the bar within the thumb's reach; staff and wide screens have it above. */
  bar?: "bottom" | "top";
  /** What stands at the end of the header (staff: the notices). */
  account?: ReactNode;
  /** What stands above every screen until it is dealt with. */
  banner?: ReactNode;
  showLanguage?: boolean;
  children: ReactNode;
}

function NavLink({ item }: { item: NavItem }) {
  const [address] = useLocation();
  const { parser } = useRouter();
  const isHere = [item.href, ...[item.also ?? []].flat()].some((each) => matchRoute(parser, each, address)[0]);
  return (
    <Link href={item.href} className={styles.item} aria-current={isHere ? "page" : undefined}>
      <span className={styles.icon}>
        <Icon name={item.icon} />
      </span>
      {item.label}
    </Link>
  );
}

export function LanguageSwitch() {
  const { t } = useTranslation();
  const other = language() === "ja" ? "en" : "ja";
  return (
    <button type="button" className={styles.quiet} lang={other} onClick={() => void changeLanguage(other, true)}>
      <Icon name="globe" size={20} />
      {t("otherLanguage")}
    </button>
  );
}

/** What surrounds every screen: the mark, the way to help in an emergency, the menu, and whether there is a network. */
export function Shell({ nav = [], bar = "bottom", account, banner, showLanguage, children }: ShellProps) {
  const { t } = useTranslation();
  const online = useOnline();
  return (
    <div className={`${styles.shell} ${bar === "bottom" && nav.length > 0 ? styles.withBar : ""}`}>
      <a href="#content" className={styles.skip}>
        {t("skipToContent")}
      </a>
      <header className={styles.header}>
        <Link href="/" className={styles.brand} aria-label={t("product")}>
          <Logo short={bar === "top"} />
        </Link>
        {nav.length > 0 ? (
          <nav className={bar === "bottom" ? styles.bar : styles.row} aria-label={t("nav.label")}>
            {nav.map((item) => (
              <NavLink key={item.href} item={item} />
            ))}
          </nav>
        ) : null}
        <span className={styles.end}>
          {showLanguage ? <LanguageSwitch /> : null}
          {account}
          <a href={emergencyPath()} className={styles.quiet}>
            <Icon name="emergency" size={20} />
            {t("emergency")}
          </a>
        </span>
      </header>
      {online ? null : (
        <div className={styles.offline}>
          <Notice tone="care" icon="offline" title={t("offline.title")} live>
            <p>{t("offline.body")}</p>
          </Notice>
        </div>
      )}
      {banner}
      <main id="content" tabIndex={-1} className={styles.main}>
        <Boundary>
          <Suspense fallback={<Loading />}>{children}</Suspense>
        </Boundary>
      </main>
    </div>
  );
}
