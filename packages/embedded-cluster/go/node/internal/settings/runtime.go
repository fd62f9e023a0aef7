package settings

import (
	"fmt"

	"fairlead/embedded-node/internal/layout"
)

// CNIPlugins is where Debian's containernetworking-plugins puts them.
const CNIPlugins = "/usr/lib/cni"

func containerdConfig(l layout.Layout, conditions layout.Conditions) string {
	return fmt.Sprintf(`version = 2
root = %q
state = "/run/containerd"
oom_score = 0

[grpc]
  address = %q

[plugins."io.containerd.internal.v1.opt"]
  path = %q

[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = %q
  restrict_oom_score_adj = %t
  tolerate_missing_hugetlb_controller = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = %q
    conf_dir = %q
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = %q
    default_runtime_name = "runc"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        SystemdCgroup = false
`, l.In("containerd"), layout.ContainerdSocket, l.In("containerd", "opt"), PauseImage, !conditions.MayLowerOOMScore,
		CNIPlugins, l.In("etc", "cni"), conditions.Snapshotter)
}

func buildkitdConfig(l layout.Layout, conditions layout.Conditions) string {
	return fmt.Sprintf(`root = %q

[grpc]
  address = ["unix://%s"]

[cdi]
  disabled = true

[history]
  maxEntries = 20

[worker.oci]
  enabled = false

[worker.containerd]
  enabled = true
  address = %q
  # Kubelet's own store: what was built can run without being loaded.
  namespace = "k8s.io"
  snapshotter = %q
  networkMode = "host"
  defaultCgroupParent = "%s/buildkit"
  # Only the build cache is bounded by this; finished images belong to containerd.
  gc = true
  maxUsedSpace = "20GB"
`, l.In("buildkit"), l.BuildkitSocket(), layout.ContainerdSocket, conditions.Snapshotter, l.Cgroup())
}
