import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Services } from '../services';
import { createWorkspace, readSession, SESSION_COOKIE, SESSION_SECONDS, signSession, workspaceExists } from '../session/session';

declare module 'fastify' {
  interface FastifyRequest {
    /** The workspace of the session; everything a request does is scoped to it. */
    workspace: string;
  }
}

/** Gives every visitor of the API a workspace: that of the cookie, or a new one. */
export function registerSession(app: FastifyInstance, services: Services): void {
  app.decorateRequest('workspace', '');
  app.addHook('preValidation', async (request, reply) => {
    request.workspace = (await known(request, services)) ?? (await fresh(app, reply, services));
  });
}

async function known(request: FastifyRequest, { db, sessionKey }: Services): Promise<string | undefined> {
  const workspace = readSession(request.cookies[SESSION_COOKIE], await sessionKey());
  return workspace !== undefined && (await workspaceExists(db, workspace)) ? workspace : undefined;
}

async function fresh(app: FastifyInstance, reply: FastifyReply, { db, sessionKey }: Services): Promise<string> {
  const workspace = await createWorkspace(db);
  // Written at once: the plug-in's own `setCookie` waits for a hook that a stream never comes to.
  reply.header('set-cookie', app.serializeCookie(SESSION_COOKIE, signSession(workspace, await sessionKey()), { path: '/', httpOnly: true, secure: true, sameSite: 'lax', maxAge: SESSION_SECONDS }));
  return workspace;
}
