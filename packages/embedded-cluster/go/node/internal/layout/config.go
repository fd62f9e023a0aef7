package layout

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
)

// Network is the choice of addresses. Only Link is visible on the host; the other two exist inside the namespaces.
type Network struct {
	Link    netip.Prefix `json:"link"`
	Pod     netip.Prefix `json:"pod"`
	Service netip.Prefix `json:"service"`
	MTU     int          `json:"mtu"`
}

// Host is the host's address on the cable.
func (n Network) Host() netip.Addr { return n.Link.Masked().Addr().Next() }

// Node is the node's address: API, NodePorts and DNS answer there.
func (n Network) Node() netip.Addr { return n.Host().Next() }

// API is the address of the Kubernetes API.
func (n Network) API() string { return fmt.Sprintf("%s:6443", n.Node()) }

// APIService is the first address of the service range, which Kubernetes gives to `kubernetes.default`.
func (n Network) APIService() netip.Addr { return n.Service.Masked().Addr().Next() }

// DNS is the service address that pods are told to ask.
func (n Network) DNS() netip.Addr {
	bytes := n.Service.Masked().Addr().As4()
	bytes[3] = 10
	return netip.AddrFrom4(bytes)
}

// Conditions are properties of this machine that the settings have to respect.
type Conditions struct {
	// CgroupV2 tells the unified hierarchy from the separate ones.
	CgroupV2 bool `json:"cgroupV2"`
	// MayLowerOOMScore is false without CAP_SYS_RESOURCE; runc fails when it is asked to do it then.
	MayLowerOOMScore bool `json:"mayLowerOOMScore"`
	// Snapshotter is "overlayfs" unless the state folder lies on a file system that cannot carry it.
	Snapshotter string `json:"snapshotter"`
	// Resolvers are the name servers that can be reached from inside the namespaces.
	Resolvers []string `json:"resolvers"`
}

// Config is what the launcher decides and the node's first process reads.
type Config struct {
	Network    Network    `json:"network"`
	Conditions Conditions `json:"conditions"`
}

func (l Layout) configFile() string { return l.In("cluster.json") }

// TryReadConfig returns nil when there is none that can be used.
func (l Layout) TryReadConfig() *Config {
	var config Config
	if err := ReadJSON(l.configFile(), &config); err != nil || !config.Network.Link.IsValid() {
		return nil
	}
	return &config
}

// WriteConfig keeps the config for the node and for the next start.
func (l Layout) WriteConfig(config Config) error { return WriteJSON(l.configFile(), config) }

// ReadJSON reads a file that WriteJSON wrote.
func ReadJSON(path string, into any) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return json.Unmarshal(content, into)
}

// WriteJSON replaces a file as a whole: a reader, or a crash, never sees half of it.
func WriteJSON(path string, value any) error {
	content, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		return err
	}
	return WriteFile(path, append(content, '\n'))
}

// WriteFile replaces a file as a whole; only its owner can read it.
func WriteFile(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	temporary := path + ".new"
	if err := os.WriteFile(temporary, content, 0o600); err != nil {
		return err
	}
	return os.Rename(temporary, path)
}
