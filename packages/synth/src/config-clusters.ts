import type { ClusterConfig } from './config';

/** Where an environment runs; one factory per kind of cluster. */
type Kind<K> = Extract<ClusterConfig, { readonly kind: K }>;

/** A running Minikube, else an installed one, else the embedded cluster. */
export const auto = (): Kind<'auto'> => ({ kind: 'auto' });

/** A real Kubernetes of Fairlead's own, for a Linux machine without one. */
export const embedded = (): Kind<'embedded'> => ({ kind: 'embedded' });

/** A Minikube profile; it is started when it is stopped. @default profile `minikube` */
export const minikube = (options: { readonly profile?: string } = {}): Kind<'minikube'> => ({ kind: 'minikube', ...options });

/** A kind cluster that exists. @default name `kind` */
export const kind = (options: { readonly name?: string } = {}): Kind<'kind'> => ({ kind: 'kind', ...options });

/**
 * A context of the kubeconfig, named explicitly. `identity` (UID of the namespace `kube-system`) pins the cluster
 * behind it, so that a context that was pointed elsewhere is refused.
 */
export const context = (name: string, options: { readonly identity?: string } = {}): Kind<'context'> => ({ kind: 'context', context: name, ...options });
