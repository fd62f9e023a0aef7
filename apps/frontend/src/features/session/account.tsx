import { routes, type Session } from '@todo-chatbot/contracts';
import { useState, type ReactNode } from 'react';
import { describeError } from '../../shared/api/api-error';
import { request } from '../../shared/api/request';
import { showToast } from '../../shared/lib/toast';
import { Button } from '../../shared/ui/button';
import { Icon } from '../../shared/ui/icon';

/** Who the list belongs to, and signing in or out where the server offers it. */
export function Account({ session }: { readonly session: Session }): ReactNode {
  const [leaving, setLeaving] = useState(false);
  const signOut = async (): Promise<void> => {
    setLeaving(true);
    try {
      await request(routes.logout, { method: 'POST' });
      // Nothing of this person may stay in memory.
      location.assign('/');
    } catch (error) {
      setLeaving(false);
      showToast({ message: `You are still signed in. ${describeError(error)}`, tone: 'error' });
    }
  };
  if (session.kind === 'signed-in') {
    return (
      <div className="flex items-center gap-2 text-sm">
        <Icon name="user" size={16} />
        <span className="min-w-0 flex-1 truncate font-semibold" title={session.name ?? undefined}>{session.name ?? 'Signed in'}</span>
        <Button small tone="quiet" disabled={leaving} onClick={() => void signOut()}>
          Sign out
        </Button>
      </div>
    );
  }
  return (
    <div className="flex items-center gap-2 text-xs text-soft">
      <span className="flex-1">A private list, kept for this browser.</span>
      {session.signInAvailable ? (
        <a href={`${routes.login}?returnTo=/`} className="inline-flex items-center rounded-lg px-2 py-1 font-semibold text-accent hover:bg-sunken pointer-coarse:min-h-11">
          Sign in
        </a>
      ) : null}
    </div>
  );
}
