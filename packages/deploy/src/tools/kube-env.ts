/** Where kubectl, helm and API clients connect. Every call carries context and namespace. */
export interface KubeTarget {
  /** A file, or several in a list as `KUBECONFIG` may be. */
  readonly kubeconfig: string;
  readonly context: string;
}

/** A place in a cluster. Every call names all of it; the user's current context never decides. */
export interface KubePlace extends KubeTarget {
  readonly namespace: string;
}

/**
 * The environment of helm and kubectl. The kubeconfig goes here rather than on the command line because it may be
 * a list of files, which `--kubeconfig` does not take. Variables that would redirect a call are removed.
 */
export function kubeEnv(target: KubeTarget): Record<string, string | undefined> {
  const redirecting = ['HELM_KUBECONTEXT', 'HELM_NAMESPACE', 'HELM_KUBEAPISERVER', 'HELM_KUBETOKEN', 'HELM_KUBECAFILE'];
  return {
    ...Object.fromEntries(redirecting.map((name) => [name, undefined])),
    KUBECONFIG: target.kubeconfig,
    // Revisions are read from Secrets, so that is where they must be, whatever the user's shell says.
    HELM_DRIVER: 'secret',
  };
}
