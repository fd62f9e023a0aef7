import type { ReactNode } from 'react';

const PATHS = {
  plus: 'M12 5v14M5 12h14',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  close: 'M6 6l12 12M18 6 6 18',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14Zm5-2 4.5 4.5',
  trash: 'M4.5 7h15M9.5 7V4.5h5V7M6.5 7l.8 12.5h9.4L17.5 7M10 11v5M14 11v5',
  pencil: 'm4.5 19.5.9-4L15.8 5.1a1.6 1.6 0 0 1 2.3 0l.8.8a1.6 1.6 0 0 1 0 2.3L8.5 18.6l-4 .9ZM14 7l3 3',
  grip: 'M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01',
  calendar: 'M5 6.5h14v13H5zM5 10.5h14M8.5 4v4M15.5 4v4',
  flag: 'M6 20V5c3-1.8 6 1.8 12 0v8.5c-6 1.8-9-1.8-12 0',
  tag: 'M4.5 4.5h6.7l8.3 8.3-6.7 6.7-8.3-8.3zM8.5 8.5h.01',
  note: 'M5 7h14M5 12h14M5 17h8',
  chat: 'M5.5 5h13A1.5 1.5 0 0 1 20 6.5v8a1.5 1.5 0 0 1-1.5 1.5H12l-4.5 4v-4h-2A1.5 1.5 0 0 1 4 14.5v-8A1.5 1.5 0 0 1 5.5 5Z',
  send: 'M12 19.5v-15M5.5 11 12 4.5l6.5 6.5',
  stop: 'M7 7h10v10H7z',
  retry: 'M19.5 5v5h-5M19 10a7.5 7.5 0 1 0 .4 4',
  copy: 'M9 9h10.5v10.5H9zM6 15H4.5V4.5H15V6',
  undo: 'M8.5 5 4.5 9l4 4M4.5 9H14a5.5 5.5 0 0 1 0 11h-4',
  more: 'M5.5 12h.01M12 12h.01M18.5 12h.01',
  list: 'M9 6.5h11M9 12h11M9 17.5h11M4.5 6.5h.01M4.5 12h.01M4.5 17.5h.01',
  select: 'M4.5 4.5h8v8h-8zM6.5 8.5l1.5 1.5 2.5-3M16 6h4M16 11h4M4.5 17h15.5M4.5 20.5h11',
  sun: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M18.4 5.6 17 7M7 17l-1.4 1.4',
  moon: 'M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z',
  device: 'M4 5.5h16v10.5H4zM9 20h6M12 16v4',
  keyboard: 'M3.5 7h17v10.5h-17zM7 10.5h.01M10.3 10.5h.01M13.7 10.5h.01M17 10.5h.01M8 14h8',
  upload: 'M12 15.5V5M7.5 9 12 4.5 16.5 9M5 15v4.5h14V15',
  download: 'M12 4.5V15M7.5 11l4.5 4.5 4.5-4.5M5 15v4.5h14V15',
  inbox: 'M4.5 13.5 7 5h10l2.5 8.5v5.5h-15zM4.5 13.5h4l1.5 2.5h4l1.5-2.5h4',
  clock: 'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16ZM12 7.5V12l3 2',
  alert: 'M12 4 3 19.5h18zM12 10v4.5M12 17h.01',
  cloudOff: 'M7 18.5a4.5 4.5 0 0 1-.7-8.9M9.5 6.3A6 6 0 0 1 17.8 10a4.3 4.3 0 0 1 1.7 7.7M4 4l16 16.5',
  chevronDown: 'm6.5 9.5 5.5 5.5 5.5-5.5',
  up: 'M12 19V5.5M6 11l6-6 6 6',
  down: 'M12 5v13.5M6 13l6 6 6-6',
  sort: 'M8 5v14M4.5 15.5 8 19l3.5-3.5M16 19V5M12.5 8.5 16 5l3.5 3.5',
  filter: 'M4.5 6.5h15M7.5 12h9M10.5 17.5h3',
  user: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20c.8-3.8 3.8-5.5 7.5-5.5s6.7 1.7 7.5 5.5',
  spark: 'M12 3.5c.6 4.7 3.3 7.4 8 8-4.7.6-7.4 3.3-8 8-.6-4.7-3.3-7.4-8-8 4.7-.6 7.4-3.3 8-8Z',
} as const;

export type IconName = keyof typeof PATHS;

/** A line icon; decoration only, so the element beside or around it carries the name. */
export function Icon({ name, size = 18 }: { readonly name: IconName; readonly size?: number }): ReactNode {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill={name === 'stop' ? 'currentColor' : 'none'}
      stroke="currentColor"
      strokeWidth={name === 'grip' || name === 'more' ? 2.6 : 1.75}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
      className="shrink-0"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
