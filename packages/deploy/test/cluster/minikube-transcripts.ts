import type { Answer } from '../support/replay';

/** Answers of a real Minikube 1.39, recorded state by state. They end without a newline, as its do. */
const node = (state: Partial<Record<'Host' | 'Kubelet' | 'APIServer' | 'Kubeconfig', string>> = {}): string =>
  JSON.stringify({ Name: 'minikube', Host: 'Running', Kubelet: 'Running', APIServer: 'Running', Kubeconfig: 'Configured', Worker: false, ...state });

const gone = (reason: string): string =>
  `E1123 21:15:32.205125   14918 status.go:178] status error: host: state: unknown state "minikube": docker container inspect minikube --format={{.State.Status}}: exit status 1\nstdout:\n\n\nstderr:\n${reason}\n`;

export const status = {
  running: { stdout: node() },
  paused: { stdout: node({ Kubelet: 'Stopped', APIServer: 'Paused' }), exitCode: 2 },
  kubeletStopped: { stdout: node({ Kubelet: 'Stopped' }), exitCode: 2 },
  stopped: { stdout: node({ Host: 'Stopped', Kubelet: 'Stopped', APIServer: 'Stopped', Kubeconfig: 'Stopped' }), exitCode: 7 },
  misconfigured: { stdout: node({ Kubeconfig: 'Misconfigured' }), exitCode: 4, stderr: 'E1123 21:20:37.309471   29842 status.go:457] kubeconfig endpoint: get endpoint: "minikube" does not appear in /home/user/other\n' },
  containerGone: { stdout: 'null', exitCode: 7, stderr: gone('Error: No such container: minikube') },
  daemonDown: { stdout: 'null', exitCode: 7, stderr: gone('Cannot connect to the Docker daemon at unix:///nonexistent.sock. Is the docker daemon running?') },
  noDocker: { stdout: 'null', exitCode: 7, stderr: 'E1123 21:16:28.855168   17219 status.go:178] status error: host: state: unknown state "minikube": docker container inspect minikube --format={{.State.Status}}: exec: "docker": executable file not found in $PATH\n' },
  absent: {
    stdout:
      '{"specversion":"1.0","id":"40fe65d5-cd73-4c49-a82f-9459e6cb4794","source":"https://minikube.sigs.k8s.io/","type":"io.k8s.sigs.minikube.info","datacontenttype":"application/json","data":{"message":"Profile \\"minikube\\" not found. Run \\"minikube profile list\\" to view all profiles."}}\n{"specversion":"1.0","id":"9fc85abc-b53a-4d56-a7fc-99b945306b39","source":"https://minikube.sigs.k8s.io/","type":"io.k8s.sigs.minikube.info","datacontenttype":"application/json","data":{"message":"To start a cluster, run: \\"minikube start\\""}}\n',
    exitCode: 85,
  },
} satisfies Record<string, Answer>;

export interface ProfileOptions {
  readonly name?: string;
  readonly status?: string;
  readonly runtime?: string;
  readonly driver?: string;
  readonly nodes?: number;
  readonly cni?: string;
  readonly active?: boolean;
}

/** `minikube profile list -o json`, without the many keys that nobody reads. */
export function profiles(...list: readonly ProfileOptions[]): Answer {
  const valid = list.map(({ name = 'minikube', status: state = 'OK', runtime = 'docker', driver = 'docker', nodes = 1, cni = 'bridge', active = true }) => ({
    Name: name,
    Status: state,
    Config: {
      Name: name,
      KeepContext: false,
      Driver: driver,
      KubernetesConfig: { KubernetesVersion: 'v1.35.4', ClusterName: name, ContainerRuntime: runtime, NetworkPlugin: 'cni', CNI: cni },
      Nodes: Array.from({ length: nodes }, (_, index) => ({ Name: index === 0 ? '' : `m0${index + 1}`, IP: `192.168.49.${index + 2}`, Port: 8443, ContainerRuntime: runtime, ControlPlane: index === 0, Worker: true })),
    },
    Active: active,
    ActiveKubeContext: active,
  }));
  return { stdout: JSON.stringify({ invalid: [], valid }) };
}

export const dockerEnv = {
  ok: { stdout: '{"DOCKER_CERT_PATH":"/home/user/.minikube/certs","DOCKER_HOST":"tcp://192.168.49.2:2376","DOCKER_TLS_VERIFY":"1","MINIKUBE_ACTIVE_DOCKERD":"minikube","SSH_AGENT_PID":"","SSH_AUTH_SOCK":""}\n' },
  withExisting: { stdout: '{"DOCKER_CERT_PATH":"/home/user/.minikube/certs","DOCKER_HOST":"tcp://192.168.49.2:2376","DOCKER_TLS_VERIFY":"1","MINIKUBE_ACTIVE_DOCKERD":"minikube","MINIKUBE_EXISTING_DOCKER_HOST":"unix:///var/run/docker.sock","SSH_AGENT_PID":"","SSH_AUTH_SOCK":""}\n' },
  stopped: { stdout: 'false exit code 83\n', exitCode: 83 },
  /** What comes without `--shell none`, whatever the output format. */
  exports: { stdout: 'export DOCKER_TLS_VERIFY="1"\nexport DOCKER_HOST="tcp://192.168.49.2:2376"\n' },
  gone: { stdout: 'false exit code 80\n', exitCode: 80, stderr: 'X Exiting due to GUEST_STATUS: Unable to get control-plane node minikube host status: state: unknown state "minikube": docker container inspect minikube --format={{.State.Status}}: exit status 1\n' },
} satisfies Record<string, Answer>;

export const HELLO_ID = 'sha256:0d7e221c1a9811bcbe3ea383e3c65057cbfbb7e3636436e2d4e89e40112d6f9d';

export const imageList = {
  docker: { stdout: '[{"id":"5d0dcb48d3529ba44e6ec75e549884184def2e2fcf2c87603718cd5228929d1d","repoDigests":[],"repoTags":["registry.k8s.io/pause:3.10.1"],"size":"683000"},{"id":"0d7e221c1a9811bcbe3ea383e3c65057cbfbb7e3636436e2d4e89e40112d6f9d","repoDigests":[],"repoTags":["docker.io/library/hello:host","docker.io/library/hello:host2"],"size":"5780000"}]\n' },
  containerd: { stdout: '[{"id":"sha256:0d7e221c1a9811bcbe3ea383e3c65057cbfbb7e3636436e2d4e89e40112d6f9d","repoDigests":[],"repoTags":["docker.io/library/hello:host"],"size":"2730528"}]\n' },
  /** Of a stopped cluster, with exit code 0. */
  stopped: { stdout: '[]\n' },
} satisfies Record<string, Answer>;

export const start = {
  asRoot: {
    exitCode: 57,
    stdout: '* minikube v1.39.0 on Debian 12.11 (docker/amd64)\n* Using the docker driver based on existing profile\n\n\n',
    stderr: '* The "docker" driver should not be used with root privileges. If you wish to continue as root, use --force.\nX Exiting due to DRV_AS_ROOT: The "docker" driver should not be used with root privileges.\n',
  },
  warm: { stdout: '* minikube v1.39.0 on Debian 12.11 (docker/amd64)\n* Using the docker driver based on existing profile\n* Starting "minikube" primary control-plane node in "minikube" cluster\n* Verifying Kubernetes components...\n* Enabled addons: default-storageclass, storage-provisioner\n* Done! kubectl is now configured to use "minikube" cluster and "default" namespace by default\n' },
} satisfies Record<string, Answer>;

export const unpause: Answer = { stdout: '* Unpausing node minikube ... \n* Unpaused 14 containers in: kube-system, kubernetes-dashboard, istio-operator\n' };

export const updateContext: Answer = { stdout: '* "minikube" context has been updated to point to 192.168.49.2:8443\n* Current context is "minikube"\n' };
