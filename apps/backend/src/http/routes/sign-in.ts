import { routes, type SignInFailure } from '@todo-chatbot/contracts';
import type { FastifyError, FastifyPluginCallback, FastifyReply } from 'fastify';
import { z } from 'zod';
import { mustBePrepared } from '../../lifecycle';
import { notFound, ProblemError } from '../../problem';
import type { Services } from '../../services';
import { signInStateSchema, SignInRefused } from '../../session/sign-in';
import { SESSION_COOKIE, sign, tryUnsign } from '../../session/token';
import { giveCookie } from '../session-hook';

/** Ties the provider's answer to the browser that asked. `Lax`, since the provider sends the browser back. */
const COOKIE = '__Host-sign-in';
const COOKIE_SECONDS = 10 * 60;
const COOKIE_OPTIONS = { path: '/', httpOnly: true, secure: true, sameSite: 'lax' } as const;

const begunSchema = z.strictObject({ ...signInStateSchema.shape, returnTo: z.string(), until: z.number() });
const query = z.object({ returnTo: z.string().max(500).optional().describe('Path of the app to come back to') });

const login = { summary: 'Goes to the identity provider', tags: ['session'], querystring: query };
const callback = { summary: 'Where the identity provider comes back to', tags: ['session'] };

/** Both are pages for a browser to go to: where it fails, it comes back to the app, which says why. */
export const signInRoutes =
  ({ signIn, sessions, lifecycle }: Services): FastifyPluginCallback =>
  (app, _options, done) => {
    // A key of its own: what was signed as a session is never taken for this.
    const key = (): string => `${mustBePrepared(lifecycle).sessionKey}/sign-in`;

    app.setErrorHandler((error: FastifyError, request, reply) => {
      const why = failureOf(error);
      if (why === undefined) throw error;
      request.log.warn({ err: error }, 'not signed in');
      return reply.redirect(routes.notSignedIn(why));
    });

    app.get<{ Querystring: z.infer<typeof query> }>(routes.login, { schema: login }, async (request, reply) => {
      if (signIn === undefined) throw notFound('way to sign in');
      const { url, state } = await signIn.begin();
      const begun = {
        ...state,
        returnTo: localPath(request.query.returnTo),
        until: Date.now() + COOKIE_SECONDS * 1000,
      };
      const value = sign(Buffer.from(JSON.stringify(begun)).toString('base64url'), key());
      setCookie(reply, value, COOKIE_SECONDS);
      return reply.redirect(url.href);
    });

    app.get(routes.loginCallback, { schema: callback }, async (request, reply) => {
      if (signIn === undefined) throw notFound('way to sign in');
      const begun = tryRead(tryUnsign(request.cookies[COOKIE], key()));
      if (begun === undefined) return reply.redirect(routes.notSignedIn('over'));
      setCookie(reply, '', 0);
      const { identity, name } = await signIn.complete(/\?.*$/.exec(request.url)?.[0] ?? '', begun);
      const before = await sessions.find(request.cookies[SESSION_COOKIE]);
      giveCookie(reply, await sessions.signIn(identity, name, before));
      return reply.redirect(begun.returnTo);
    });
    done();
  };

/** What the app tells of an error; undefined when it is no fault of signing in, such as an address that is wrong. */
function failureOf(error: Error & { readonly statusCode?: number }): SignInFailure | undefined {
  if (error instanceof SignInRefused) return 'refused';
  const status = error instanceof ProblemError ? error.status : (error.statusCode ?? 500);
  return status >= 500 || status === 429 ? 'unavailable' : undefined;
}

function setCookie(reply: FastifyReply, value: string, maxAge: number): void {
  reply.header('set-cookie', reply.server.serializeCookie(COOKIE, value, { ...COOKIE_OPTIONS, maxAge }));
}

/** Only paths of the app itself: `//evil.example` and `/\evil.example` are other hosts to a browser. */
function localPath(path = '/'): string {
  return /^\/(?![/\\])[\x21-\x7e]*$/.test(path) && !path.includes('\\') ? path : '/';
}

function tryRead(value: string | undefined): z.infer<typeof begunSchema> | undefined {
  if (value === undefined) return undefined;
  // It was signed by us, so it is JSON.
  const begun = begunSchema.safeParse(JSON.parse(Buffer.from(value, 'base64url').toString())).data;
  return begun && begun.until > Date.now() ? begun : undefined;
}
