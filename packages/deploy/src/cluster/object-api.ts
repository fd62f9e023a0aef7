import { HttpMethod, KubernetesObjectApi, PatchStrategy, type KubernetesObject, type RequestContext, type V1APIResource } from '@kubernetes/client-node';

/** Names one object. */
export interface ObjectRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** An object as the API server writes it. */
export interface PlainObject extends KubernetesObject {
  readonly [field: string]: unknown;
}

/**
 * The library's access to objects of any kind, and access to them as they are: its classes leave out fields that are
 * newer than they are, and rename others, such as the `from` of a network policy.
 */
export class ObjectApi extends KubernetesObjectApi {
  readonly #asked = new Map<string, Promise<V1APIResource | undefined>>();

  async readPlain(ref: ObjectRef): Promise<PlainObject> {
    return this.#ask(await this.#request(HttpMethod.GET, ref));
  }

  /** What a server-side apply of this object, by a manager of that name, would make of it. Changes nothing. */
  async preview(object: PlainObject & ObjectRef, manager: string): Promise<PlainObject> {
    const request = await this.#request(HttpMethod.PATCH, object);
    request.setHeaderParam('Content-Type', PatchStrategy.ServerSideApply);
    for (const [name, value] of Object.entries({ dryRun: 'All', fieldManager: manager, force: 'true' })) request.setQueryParam(name, value);
    request.setBody(JSON.stringify(object));
    return this.#ask(request);
  }

  /** Calls at the same time ask once which kinds there are. */
  protected override async resource(apiVersion: string, kind: string): Promise<V1APIResource | undefined> {
    const asked = this.#asked.get(apiVersion);
    if (asked) await asked.catch(() => undefined);
    const asking = super.resource(apiVersion, kind);
    if (!asked) this.#asked.set(apiVersion, asking);
    return asking;
  }

  async #request(method: HttpMethod, { apiVersion, kind, metadata }: ObjectRef): Promise<RequestContext> {
    const path = await this.specUriPath({ apiVersion, kind, metadata: { ...metadata } }, method === HttpMethod.GET ? 'read' : 'patch');
    const request = this.configuration.baseServer.makeRequestContext(path, method);
    request.setHeaderParam('Accept', 'application/json');
    return request;
  }

  #ask(request: RequestContext): Promise<PlainObject> {
    return this.requestPromise<PlainObject>(request, 'any');
  }
}
