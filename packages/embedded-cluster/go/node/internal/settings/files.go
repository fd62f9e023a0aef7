package settings

import (
	"encoding/json"
	"fmt"
	"strings"

	"fairlead/embedded-node/internal/layout"
	"fairlead/embedded-node/internal/pki"
)

// PauseImage exists only here; the name says that no registry has it.
const PauseImage = "fairlead.local/pause:1"

// StorageClass is the default one, by which `addons` makes volumes.
const StorageClass = "standard"

type object = map[string]any

// WriteFiles writes the configuration file of every component that has one.
func WriteFiles(l layout.Layout, config layout.Config) error {
	files := map[string]string{
		"containerd.toml":          containerdConfig(l, config.Conditions),
		"buildkitd.toml":           buildkitdConfig(l, config.Conditions),
		"Corefile":                 corefile(l, config),
		"resolv.conf":              resolvConf(config.Conditions),
		"cni/10-fairlead.conflist": asJSON(cniConfig(config.Network)),
		"kubelet.yaml":             asJSON(kubeletConfig(l, config)),
		"kube-proxy.yaml":          asJSON(proxyConfig(l, config.Network)),
	}
	for name, content := range files {
		if err := layout.WriteFile(l.In("etc", name), []byte(content)); err != nil {
			return err
		}
	}
	return nil
}

// asJSON serves for YAML too, of which JSON is a part.
func asJSON(value object) string {
	content, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		panic(err) // Only maps of plain values come here.
	}
	return string(content) + "\n"
}

func resolvConf(conditions layout.Conditions) string {
	var text strings.Builder
	for _, resolver := range conditions.Resolvers {
		fmt.Fprintf(&text, "nameserver %s\n", resolver)
	}
	return text.String()
}

func corefile(l layout.Layout, config layout.Config) string {
	forward := ""
	if len(config.Conditions.Resolvers) > 0 {
		forward = "forward . " + strings.Join(config.Conditions.Resolvers, " ")
	}
	return fmt.Sprintf(`.:53 {
	bind %s
	errors
	cache 30
	loadbalance
	kubernetes cluster.local in-addr.arpa ip6.arpa {
		kubeconfig %q %s
		pods insecure
		fallthrough in-addr.arpa ip6.arpa
	}
	%s
}
`, config.Network.Node(), kubeconfigOf(l, "coredns"), ContextName, forward)
}

func cniConfig(network layout.Network) object {
	return object{
		"cniVersion": "0.4.0",
		"name":       "fairlead",
		"plugins": []object{
			{
				"type": "bridge", "bridge": "cni0", "isGateway": true, "ipMasq": true, "hairpinMode": true, "mtu": network.MTU,
				"ipam": object{
					"type":   "host-local",
					"ranges": [][]object{{{"subnet": network.Pod.String()}}},
					"routes": []object{{"dst": "0.0.0.0/0"}},
				},
			},
			{"type": "portmap", "capabilities": object{"portMappings": true}},
		},
	}
}

func kubeletConfig(l layout.Layout, config layout.Config) object {
	settings := object{
		"apiVersion": "kubelet.config.k8s.io/v1beta1",
		"kind":       "KubeletConfiguration",
		"authentication": object{
			"anonymous": object{"enabled": false},
			"webhook":   object{"enabled": true},
			"x509":      object{"clientCAFile": pki.CertFile(l.In("pki", "ca"))},
		},
		"authorization":            object{"mode": "Webhook"},
		"address":                  config.Network.Node().String(),
		"healthzBindAddress":       "127.0.0.1",
		"tlsCertFile":              pki.CertFile(l.In("pki", "kubelet-server")),
		"tlsPrivateKeyFile":        pki.KeyFile(l.In("pki", "kubelet-server")),
		"containerRuntimeEndpoint": "unix://" + layout.ContainerdSocket,
		"cgroupDriver":             "cgroupfs",
		"cgroupRoot":               l.Cgroup(),
		"failCgroupV1":             false,
		"failSwapOn":               false,
		"clusterDNS":               []string{config.Network.DNS().String()},
		"clusterDomain":            "cluster.local",
		"resolvConf":               l.In("etc", "resolv.conf"),
		"podLogsDir":               l.In("pods-logs"),
		// Kubelet would make this folder under /usr/libexec otherwise.
		"volumePluginDir":     l.In("kubelet", "volume-plugins"),
		"maxPods":             250,
		"registryPullQPS":     0,
		"serializeImagePulls": false,
		// 100 turns image collection off. The defaults (85 % used, 15 % free) delete freshly built images
		// and evict pods on a disk that is merely well filled.
		"imageGCHighThresholdPercent": 100,
		"imageGCLowThresholdPercent":  99,
		"evictionHard": object{
			"memory.available": "100Mi", "nodefs.available": "1%", "nodefs.inodesFree": "1%", "imagefs.available": "1%",
		},
	}
	if !config.Conditions.MayLowerOOMScore {
		settings["oomScoreAdj"] = 0
	}
	return settings
}

func proxyConfig(l layout.Layout, network layout.Network) object {
	return object{
		"apiVersion":         "kubeproxy.config.k8s.io/v1alpha1",
		"kind":               "KubeProxyConfiguration",
		"clientConnection":   object{"kubeconfig": kubeconfigOf(l, "kube-proxy")},
		"hostnameOverride":   layout.NodeName,
		"mode":               "iptables",
		"clusterCIDR":        network.Pod.String(),
		"healthzBindAddress": "127.0.0.1:10256",
		"metricsBindAddress": "127.0.0.1:10249",
		"oomScoreAdj":        0,
		// By default rules may lag a second behind a pod that has just become ready.
		"iptables": object{"minSyncPeriod": "50ms", "syncPeriod": "30s"},
		// Zero leaves alone what belongs to the whole machine.
		"conntrack": object{"maxPerCore": 0, "min": 0, "tcpEstablishedTimeout": "0s", "tcpCloseWaitTimeout": "0s"},
	}
}
