// Package settings renders what the components are told: certificates, kubeconfigs, configuration files and arguments.
package settings

import (
	"net"
	"time"

	"fairlead/embedded-node/internal/layout"
	"fairlead/embedded-node/internal/pki"
)

// Users that speak to the API with a kubeconfig of their own; RBAC knows the first five, `addons` grants the others.
const (
	CoreDNSUser = "fairlead:coredns"
	AddonsUser  = "fairlead:addons"
)

func clients() []pki.Leaf {
	return []pki.Leaf{
		{Name: "admin", User: "fairlead-admin", Groups: []string{"system:masters"}},
		{Name: "kube-controller-manager", User: "system:kube-controller-manager"},
		{Name: "kube-scheduler", User: "system:kube-scheduler"},
		{Name: "kube-proxy", User: "system:kube-proxy"},
		{Name: "kubelet", User: "system:node:" + layout.NodeName, Groups: []string{"system:nodes"}},
		{Name: "coredns", User: CoreDNSUser},
		// It creates RBAC rules and the objects of kube-system, which takes an administrator.
		{Name: "addons", User: AddonsUser, Groups: []string{"system:masters"}},
	}
}

func servers(network layout.Network) []pki.Leaf {
	node := net.IP(network.Node().AsSlice())
	loopback := net.IPv4(127, 0, 0, 1)
	return []pki.Leaf{
		{
			Name: "apiserver", User: "kube-apiserver",
			IPs: []net.IP{node, net.IP(network.APIService().AsSlice()), loopback},
			Hosts: []string{"kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local",
				"localhost", layout.NodeName},
		},
		{Name: "apiserver-kubelet-client", User: "kube-apiserver-kubelet-client", Groups: []string{"system:masters"}},
		{Name: "kubelet-server", User: "system:node:" + layout.NodeName, Groups: []string{"system:nodes"}, IPs: []net.IP{node}, Hosts: []string{layout.NodeName}},
	}
}

func etcdPairs() []pki.Leaf {
	loopback := []net.IP{net.IPv4(127, 0, 0, 1)}
	return []pki.Leaf{
		{Name: "etcd", User: "etcd", IPs: loopback},
		{Name: "etcd-client", User: "kube-apiserver"},
	}
}

func frontProxyPairs() []pki.Leaf {
	return []pki.Leaf{{Name: "front-proxy-client", User: "front-proxy-client"}}
}

// WriteIdentities makes what is missing or out of date and writes every kubeconfig.
func WriteIdentities(l layout.Layout, network layout.Network, now func() time.Time) error {
	// Authorities of their own: a client certificate of the cluster must open neither etcd nor the aggregation layer.
	groups := map[string][]pki.Leaf{
		"ca":             append(clients(), servers(network)...),
		"etcd-ca":        etcdPairs(),
		"front-proxy-ca": frontProxyPairs(),
	}
	for name, leaves := range groups {
		authority, err := pki.OpenAuthority(l.In("pki"), name, now)
		if err != nil {
			return err
		}
		for _, leaf := range leaves {
			if err := authority.Ensure(leaf); err != nil {
				return err
			}
		}
	}
	if err := pki.EnsureSigningKey(pki.KeyFile(l.In("pki", "service-accounts"))); err != nil {
		return err
	}
	return writeKubeconfigs(l, network)
}
