import { type ReactNode, type Ref, useEffect, useRef } from "react";
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from "react-aria-components/Button";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { announce } from "./announce";
import styles from "./Button.module.css";

/** primary: the one main thing of a screen; secondary: beside it; quiet: like a link; danger: a person in danger only. */
export type ButtonVariant = "primary" | "secondary" | "quiet" | "danger";

interface Look {
  variant?: ButtonVariant;
  /** As wide as its container: the main button of a phone's screen. */
  block?: boolean;
  children: ReactNode;
}

function classes({ variant = "primary", block }: Look, extra?: string): string {
  return [styles.button, styles[variant], block ? styles.block : "", extra ?? ""].join(" ");
}

export interface ButtonProps extends Omit<AriaButtonProps, "children" | "className">, Look {
  className?: string;
  ref?: Ref<HTMLButtonElement>;
  /** Work is under way: the button keeps its focus, ignores presses and says so. */
  isPending?: boolean;
}

export function Button({ variant, block, className, children, isPending = false, onPress, ...rest }: ButtonProps) {
  const { t } = useTranslation();
  const was = useRef(false);
  useEffect(() => {
    if (isPending && !was.current) announce(t("working"));
    was.current = isPending;
  }, [isPending, t]);
  return (
    <AriaButton
      {...rest}
      onPress={isPending ? undefined : onPress}
      type={isPending && rest.type === "submit" ? "button" : rest.type}
      aria-disabled={isPending || undefined}
      data-pending={isPending || undefined}
      className={classes({ variant, block, children }, className)}
    >
      {isPending ? <span className={styles.spinner} aria-hidden="true" /> : null}
      {children}
    </AriaButton>
  );
}

interface ButtonLinkProps extends Look {
  href: string;
  className?: string;
  /** A page outside the client's routes (/emergency) or another scheme (tel:). */
  external?: boolean;
  onClick?: () => void;
}

/** A link that looks like a button. */
export function ButtonLink({ href, external, variant, block, className, children, onClick }: ButtonLinkProps) {
  const look = classes({ variant, block, children }, className);
  return external ? (
    <a href={href} className={look} onClick={onClick}>
      {children}
    </a>
  ) : (
    <Link href={href} className={look} onClick={onClick}>
      {children}
    </Link>
  );
}
