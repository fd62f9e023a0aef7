import type { ReactNode } from 'react';
import { SessionGate } from '../features/session/session-gate';
import { Announcer } from '../shared/ui/announcer';
import { Toaster } from '../shared/ui/toaster';
import { Shell } from './shell';

/** The whole page. */
export function App(): ReactNode {
  return (
    <>
      <SessionGate>{(session) => <Shell session={session} />}</SessionGate>
      <Toaster />
      <Announcer />
    </>
  );
}
