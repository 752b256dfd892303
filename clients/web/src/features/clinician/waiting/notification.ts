export type Permission = NotificationPermission | "unsupported";

export function notificationPermission(): Permission {
  return typeof Notification === "undefined" ? "unsupported" : Notification.permission;
}

/** Says something outside of the page while nobody sees it, where that was allowed; the newest takes the others' place. */
export function notify(title: string, body: string): void {
  if (notificationPermission() !== "granted") return;
  try {
    const shown = new Notification(title, { body, tag: "hagukumi-waiting" });
    shown.onclick = () => {
      window.focus();
      shown.close();
    };
  } catch {
    // Some browsers of phones show them from a service worker only; sound and title are there all the same.
  }
}
