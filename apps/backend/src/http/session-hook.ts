import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Services } from '../services';
import type { OpenedSession, Session } from '../session/service';
import { SESSION_COOKIE } from '../session/token';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose request it is. */
    session: Session;
    /** The workspace of the session; everything a request does is scoped to it. */
    workspace: string;
  }
}

/** Browsers keep a cookie for 400 days at most; how long a session really lasts is decided here, on the server. */
const COOKIE_SECONDS = 400 * 24 * 3600;

/** Gives every visitor of the API a workspace: that of the cookie, or a new one. `beforeOpening` may refuse new ones. */
export function registerSession(app: FastifyInstance, { sessions }: Pick<Services, 'sessions'>): void {
  app.decorateRequest('workspace', '');
  app.decorateRequest('session', null as unknown as Session);
  app.addHook('preValidation', async (request, reply) => {
    request.session = (await sessions.find(request.cookies[SESSION_COOKIE])) ?? (await openNew());
    request.workspace = request.session.workspace;

    async function openNew(): Promise<Session> {
      await request.limits.newSession();
      const opened = await sessions.openAnonymous();
      giveCookie(reply, opened);
      return opened.session;
    }
  });
}

/** Written at once: the plug-in's own `setCookie` waits for a hook that a stream never comes to. */
export function giveCookie(reply: FastifyReply, { cookie }: Pick<OpenedSession, 'cookie'>): void {
  reply.header(
    'set-cookie',
    reply.server.serializeCookie(SESSION_COOKIE, cookie, {
      path: '/',
      httpOnly: true,
      secure: true,
      sameSite: 'lax',
      maxAge: COOKIE_SECONDS,
    }),
  );
}

export function takeCookie(reply: FastifyReply): void {
  reply.header(
    'set-cookie',
    reply.server.serializeCookie(SESSION_COOKIE, '', {
      path: '/',
      httpOnly: true,
      secure: true,
      sameSite: 'lax',
      maxAge: 0,
    }),
  );
}
