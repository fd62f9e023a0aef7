// Package layout says where one cluster keeps what, and what its devices and cgroups are called.
package layout

import (
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
)

// NodeName is the only node's name, and the host name inside its namespaces.
const NodeName = "fairlead"

// Layout is one cluster's places. Everything that lasts is under State; Sockets is the one other folder on the host.
type Layout struct {
	State    string
	Binaries string
	id       string
}

// New derives everything from the state folder, so that two clusters can never share a device or a cgroup.
func New(state, binaries string) Layout {
	sum := sha256.Sum256([]byte(state))
	return Layout{State: state, Binaries: binaries, id: hex.EncodeToString(sum[:4])}
}

// SocketsRoot holds one folder per running cluster. Socket paths must stay under 108 bytes, which a home folder may not.
const SocketsRoot = "/run/fairlead"

// Sockets is the folder with the sockets that the host may use.
func (l Layout) Sockets() string { return filepath.Join(SocketsRoot, l.id) }

// BuildkitSocket is where buildkitd listens.
func (l Layout) BuildkitSocket() string { return filepath.Join(l.Sockets(), "buildkitd.sock") }

// HostLink is the host's end of the only cable into the cluster (15 bytes at most).
func (l Layout) HostLink() string { return "fl-" + l.id }

// Cgroup is the parent of all cgroups of the cluster, in every hierarchy.
func (l Layout) Cgroup() string { return "/fairlead-" + l.id }

// RuleTag marks the cluster's firewall rules on the host.
func (l Layout) RuleTag() string { return "fairlead-" + l.id }

// In returns a path under the state folder.
func (l Layout) In(elements ...string) string {
	return filepath.Join(append([]string{l.State}, elements...)...)
}

// Bin returns the path of one of the built programs.
func (l Layout) Bin(name string) string { return filepath.Join(l.Binaries, name) }

// Kubeconfig is the administrator's.
func (l Layout) Kubeconfig() string { return l.In("kubeconfig") }

// Sockets and settings that only exist inside the namespaces.
const (
	ContainerdSocket = "/run/containerd/containerd.sock"
	EtcdURL          = "https://127.0.0.1:2379"
	EtcdAddress      = "127.0.0.1:2379"
)

// Members is the list that the first process keeps up to date.
func (l Layout) Members() string { return l.In("members.json") }
