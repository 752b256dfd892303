import type { ReactNode } from "react";

// Drawn for this project on a 24-unit grid: round ends, one line width. An icon always stands beside its word.
const PATHS = {
  home: <path d="m3.5 11 8.5-7 8.5 7M6 9.5V20h12V9.5M10 20v-5.5h4V20" />,
  calendar: <path d="M4 6.5h16V20H4zM4 10.5h16M8.5 3.5v5M15.5 3.5v5M8 14h3M13 14h3" />,
  talk: (
    <path d="M12 4.5c5 0 8.5 3 8.5 6.8s-3.5 6.7-8.5 6.7q-1.6 0-3-.3L5 20l.7-3.7c-1.4-1.2-2.2-2.9-2.2-5C3.5 7.5 7 4.5 12 4.5M8.5 11.5h7" />
  ),
  family: (
    <path d="M8.5 10.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6M16.5 13a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6M3 20c0-4 2.4-6.5 5.5-6.5S14 16 14 20M14.5 15.5c3.6-.9 6.5 1 6.5 4.5" />
  ),
  video: <path d="M3.5 7h11v10h-11zM14.5 10.5l6-3v9l-6-3" />,
  voice: (
    <path d="M6.5 4h3l1.5 4-2 1.5c.9 2.4 2.6 4.1 5 5l1.5-2 4 1.5v3c0 1.4-1 2.5-2.5 2.5C10.5 19.5 4.5 13.5 4.5 7c0-1.7.8-3 2-3Z" />
  ),
  text: <path d="M4 5.5h16v11h-9L6.5 20v-3.5H4zM8 9.5h8M8 12.8h5" />,
  back: <path d="m14.5 5-7 7 7 7" />,
  forward: <path d="m9.5 5 7 7-7 7" />,
  check: <path d="m5 12.5 4.5 4.5L19 7" />,
  close: <path d="m6 6 12 12M18 6 6 18" />,
  clock: <path d="M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17M12 7.5V12l3 2" />,
  info: <path d="M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17M12 11v5.5M12 7.6v.1" />,
  emergency: <path d="M12 3.5c5 0 8.5 3.7 8.5 8.5s-3.5 8.5-8.5 8.5S3.5 16.8 3.5 12 7 3.5 12 3.5M12 8v8M8 12h8" />,
  leaf: (
    <path d="M12 20.5V13M12 14c0-4-2.7-6.5-7.5-6.5C4.5 11.5 7.3 14 12 14M12 11.5c0-3.5 2.6-6 7.5-6 0 3.5-2.6 6-7.5 6" />
  ),
  offline: (
    <path d="M4 4.5 20 19.5M8.5 16.5a5 5 0 0 1 7 0M5.5 13a9.5 9.5 0 0 1 4.5-2.5M18.5 13a9.5 9.5 0 0 0-4-2.3M12 19.8v.1" />
  ),
  globe: (
    <path d="M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17M3.5 12h17M12 3.5c5 5 5 12 0 17M12 3.5c-5 5-5 12 0 17" />
  ),
  heart: (
    <path d="M12 20c-5.5-3.6-8.5-6.9-8.5-10.5 0-2.7 2-4.7 4.5-4.7 1.7 0 3.2.9 4 2.4.8-1.5 2.3-2.4 4-2.4 2.5 0 4.5 2 4.5 4.7 0 3.6-3 6.9-8.5 10.5Z" />
  ),
  people: (
    <path d="M9 11a3.3 3.3 0 1 0 0-6.6A3.3 3.3 0 0 0 9 11M3 20c0-3.9 2.6-6.4 6-6.4s6 2.5 6 6.4M15.5 4.8a3.3 3.3 0 0 1 0 5.9M17.5 13.9c2.2.9 3.5 3.1 3.5 6.1" />
  ),
  bell: (
    <path d="M12 4a5.5 5.5 0 0 1 5.5 5.5c0 4.5 1.5 6 2.5 7H4c1-1 2.5-2.5 2.5-7A5.5 5.5 0 0 1 12 4M10 19.5q2 1.5 4 0" />
  ),
  mic: <path d="M12 14.5a3 3 0 0 0 3-3v-5a3 3 0 0 0-6 0v5a3 3 0 0 0 3 3M6 11.5a6 6 0 0 0 12 0M12 17.5V21M9 21h6" />,
  micOff: (
    <path d="m4 4 16 16M9 9v2.5a3 3 0 0 0 4.6 2.5M15 11V6.500a3 3 0 0 0-5.6-1.500M6 11.500a6 6 0 0 0 9.5 4.900M18 11.500q0 1.2-.5 2.300M12 17.500V21M9 21h6" />
  ),
  cameraOff: <path d="m4 4 16 16M3.5 7h3M10 7h4.500v4.500M14.5 10.500l6-3v9l-4-2M14.5 14.700V17h-11V7" />,
  hangUp: (
    <path d="M3 14.500c0-3.5 4-6 9-6s9 2.5 9 6c0 1-.5 1.8-1.5 1.800h-2.600c-.7 0-1.2-.5-1.3-1.200l-.3-1.900a12 12 0 0 0-6.6 0l-.3 1.900c-.1.7-.6 1.2-1.3 1.200H4.500c-1 0-1.5-.8-1.5-1.8" />
  ),
  send: <path d="M4 12 20 4.5 15.5 20 11 13.500ZM11 13.5 20 4.5" />,
  door: <path d="M6 20.500v-17h12v17M3.5 20.500h17M14.5 12v.8" />,
  note: <path d="M5 3.500h14v17H5zM8.5 8h7M8.5 12h7M8.5 16h4" />,
  place: (
    <path d="M12 21c-4.5-4.6-6.7-8-6.7-11a6.7 6.7 0 0 1 13.4 0c0 3-2.2 6.4-6.7 11M12 12.500a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5" />
  ),
  alert: <path d="M12 4 21.5 20h-19ZM12 10v4.500M12 17.200v.1" />,
  sound: <path d="M4 9.500v5h3.500l4.5 4v-13l-4.5 4ZM15.5 9a4.5 4.5 0 0 1 0 6M18 6.500a8 8 0 0 1 0 11" />,
  settings: <path d="M4 7h9M17 7h3M15 9a2 2 0 1 0 0-4 2 2 0 0 0 0 4M4 17h3M11 17h9M9 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4" />,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 24 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentcolor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {PATHS[name]}
    </svg>
  );
}
