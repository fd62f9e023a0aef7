import type { ReactNode } from 'react';
import { announcement } from '../lib/announce';
import { useStore } from '../lib/store';

/** The live region behind `announce`. */
export function Announcer(): ReactNode {
  return (
    <p role="status" aria-live="polite" className="sr-only">
      {useStore(announcement)}
    </p>
  );
}
