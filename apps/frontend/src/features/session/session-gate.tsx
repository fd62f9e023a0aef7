import { useQuery } from '@tanstack/react-query';
import { routes, type Session } from '@todo-chatbot/contracts';
import { useEffect, useState, type ReactNode } from 'react';
import { describeError } from '../../shared/api/api-error';
import { keys } from '../../shared/api/keys';
import { request } from '../../shared/api/request';
import { Button } from '../../shared/ui/button';
import { Notice } from '../../shared/ui/notice';
import { keepsSessionCookies } from './cookie-probe';
import { tellSignInOutcome } from './sign-in-outcome';

const RETRY_MS = 5_000;

/**
 * Lets the page begin once there is a session. The session comes first and alone: requests side by side
 * without a cookie would each be given a workspace of their own.
 */
export function SessionGate({ children }: { readonly children: (session: Session) => ReactNode }): ReactNode {
  const [cookies, setCookies] = useState(() => keepsSessionCookies(document));
  const session = useQuery({
    queryKey: keys.session,
    queryFn: ({ signal }) => request<Session>(routes.session, { signal }),
    enabled: cookies,
    refetchInterval: (query) => (query.state.data === undefined && query.state.status === 'error' ? RETRY_MS : false),
  });
  useEffect(tellSignInOutcome, []);
  if (!cookies) return <NoCookies onCheck={() => setCookies(keepsSessionCookies(document))} />;
  if (session.data !== undefined) return children(session.data);
  return (
    <main className="grid h-full place-items-center">
      {session.isError ? (
        <Notice icon="cloudOff" title="The server does not answer" tone="bad" alone>
          <p role="alert">{describeError(session.error)} The page keeps trying by itself.</p>
          <Button tone="primary" icon="retry" onClick={() => void session.refetch()}>
            Try now
          </Button>
        </Notice>
      ) : (
        <p role="status" className="animate-pulse font-display text-2xl text-soft italic">
          Opening your list…
        </p>
      )}
    </main>
  );
}

function NoCookies({ onCheck }: { readonly onCheck: () => void }): ReactNode {
  const plain = location.protocol === 'http:' && !['localhost', '127.0.0.1', '[::1]'].includes(location.hostname);
  return (
    <main className="grid h-full place-items-center">
      <Notice icon="alert" title="Your list would be lost here" tone="bad" alone>
        {plain ? (
          <p>
            This page came over plain HTTP from <strong className="text-ink">{location.host}</strong>. Browsers keep the session cookie, which says whose list is whose, only
            over HTTPS or on <strong className="text-ink">localhost</strong>. Open it at an https:// address, or forward a port and open http://localhost instead.
          </p>
        ) : (
          <p>This browser does not keep cookies for this page. Your list is tied to a cookie, so please allow cookies for this address.</p>
        )}
        <Button tone="primary" icon="retry" onClick={onCheck}>
          Check again
        </Button>
      </Notice>
    </main>
  );
}
