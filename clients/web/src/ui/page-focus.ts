let wished = false;

/** Noted by the router at a move within the client: the next screen's heading is to be focused. */
export function wishFocus(): void {
  wished = true;
}

/** Whether a move was made since the last call. The first load is none: the browser's own start is kept. */
export function takeFocusWish(): boolean {
  const was = wished;
  wished = false;
  return was;
}

/** Leads the focus to the screen's heading when the control that had it goes away. */
export function focusHeading(): void {
  document.querySelector<HTMLElement>("h1")?.focus();
}
