package settings

import (
	"cmp"
	"os"
	"strings"

	"fairlead/embedded-node/internal/layout"
	"fairlead/embedded-node/internal/pki"
)

// Gate names what has to answer before a member starts; starting earlier only costs back-off time.
type Gate string

// The gates.
const (
	Etcd       Gate = "etcd"
	Containerd Gate = "containerd"
	// API is open when permissions are in force: after the first start ever, the server listens a second before it writes them.
	API Gate = "api"
	// APIHealthy is still later. The controller manager waits for it anyway, but looks only once a second.
	APIHealthy Gate = "api-healthy"
)

// Member is one supervised process.
type Member struct {
	Name  string
	Path  string
	Args  []string
	Env   []string
	After []Gate
}

// withoutProxy keeps the proxy to those that leave the machine; the others would send it the cluster's own traffic.
func withoutProxy() []string {
	return []string{"HTTP_PROXY=", "HTTPS_PROXY=", "http_proxy=", "https_proxy="}
}

// Members lists everything that runs on the node, in starting order.
func Members(l layout.Layout, config layout.Config) []Member {
	applet := func(program, name string, after []Gate, args ...string) Member {
		return Member{Name: name, Path: l.Bin(program), Args: append([]string{name}, args...), Env: withoutProxy(), After: after}
	}
	own := func(name string, after []Gate, args ...string) Member {
		return applet("kubernetes", name, after, args...)
	}
	return []Member{
		{Name: "etcd", Path: l.Bin("etcd"), Args: etcdArgs(l), Env: withoutProxy()},
		{Name: "containerd", Path: "containerd", Args: []string{"--config", l.In("etc", "containerd.toml")}, Env: proxyEnvironment(config.Network)},
		own("kube-apiserver", []Gate{Etcd}, apiServerArgs(l, config.Network)...),
		own("kube-controller-manager", []Gate{APIHealthy}, controllerManagerArgs(l, config.Network)...),
		own("kube-scheduler", []Gate{API}, "--kubeconfig="+kubeconfigOf(l, "kube-scheduler"), "--leader-elect=false",
			"--bind-address=127.0.0.1", "--profiling=false"),
		own("kubelet", []Gate{API, Containerd}, "--config="+l.In("etc", "kubelet.yaml"), "--kubeconfig="+kubeconfigOf(l, "kubelet"),
			"--root-dir="+l.In("kubelet"), "--cert-dir="+l.In("kubelet", "pki"), "--hostname-override="+layout.NodeName,
			"--node-ip="+config.Network.Node().String()),
		own("kube-proxy", []Gate{API}, "--config="+l.In("etc", "kube-proxy.yaml")),
		applet("services", "addons", []Gate{API}, "--state="+l.State),
		applet("services", "coredns", []Gate{API}, "-conf", l.In("etc", "Corefile")),
		{Name: "buildkitd", Path: l.Bin("buildkitd"), Args: []string{"--config", l.In("etc", "buildkitd.toml")},
			Env: proxyEnvironment(config.Network), After: []Gate{Containerd}},
	}
}

func etcdArgs(l layout.Layout) []string {
	server, authority := l.In("pki", "etcd"), pki.CertFile(l.In("pki", "etcd-ca"))
	return []string{
		"--name=" + layout.NodeName, "--data-dir=" + l.In("etcd"),
		"--listen-client-urls=" + layout.EtcdURL, "--advertise-client-urls=" + layout.EtcdURL,
		"--listen-peer-urls=https://127.0.0.1:2380", "--initial-advertise-peer-urls=https://127.0.0.1:2380",
		"--initial-cluster=" + layout.NodeName + "=https://127.0.0.1:2380",
		// Pods on the host network share this loopback: without a certificate they get nothing.
		"--client-cert-auth", "--trusted-ca-file=" + authority, "--cert-file=" + pki.CertFile(server), "--key-file=" + pki.KeyFile(server),
		"--peer-client-cert-auth", "--peer-trusted-ca-file=" + authority, "--peer-cert-file=" + pki.CertFile(server), "--peer-key-file=" + pki.KeyFile(server),
		// One member elects itself at once instead of after a second.
		"--heartbeat-interval=50", "--election-timeout=250",
		"--snapshot-count=5000", "--log-level=warn",
	}
}

func apiServerArgs(l layout.Layout, network layout.Network) []string {
	crt := func(name string) string { return pki.CertFile(l.In("pki", name)) }
	key := func(name string) string { return pki.KeyFile(l.In("pki", name)) }
	return []string{
		"--advertise-address=" + network.Node().String(), "--bind-address=" + network.Node().String(), "--secure-port=6443",
		"--service-cluster-ip-range=" + network.Service.String(), "--allow-privileged=true",
		"--authorization-mode=Node,RBAC", "--enable-admission-plugins=NodeRestriction",
		"--client-ca-file=" + crt("ca"), "--tls-cert-file=" + crt("apiserver"), "--tls-private-key-file=" + key("apiserver"),
		"--etcd-servers=" + layout.EtcdURL, "--etcd-cafile=" + crt("etcd-ca"),
		"--etcd-certfile=" + crt("etcd-client"), "--etcd-keyfile=" + key("etcd-client"),
		"--kubelet-preferred-address-types=InternalIP", "--kubelet-certificate-authority=" + crt("ca"),
		"--kubelet-client-certificate=" + crt("apiserver-kubelet-client"), "--kubelet-client-key=" + key("apiserver-kubelet-client"),
		"--service-account-issuer=https://kubernetes.default.svc.cluster.local",
		"--service-account-key-file=" + key("service-accounts"), "--service-account-signing-key-file=" + key("service-accounts"),
		"--requestheader-client-ca-file=" + crt("front-proxy-ca"), "--requestheader-allowed-names=front-proxy-client",
		"--requestheader-username-headers=X-Remote-User", "--requestheader-group-headers=X-Remote-Group",
		"--requestheader-extra-headers-prefix=X-Remote-Extra-",
		"--proxy-client-cert-file=" + crt("front-proxy-client"), "--proxy-client-key-file=" + key("front-proxy-client"),
		"--profiling=false",
	}
}

func controllerManagerArgs(l layout.Layout, network layout.Network) []string {
	kubeconfig := kubeconfigOf(l, "kube-controller-manager")
	return []string{
		"--kubeconfig=" + kubeconfig, "--authentication-kubeconfig=" + kubeconfig, "--authorization-kubeconfig=" + kubeconfig,
		"--bind-address=127.0.0.1", "--leader-elect=false", "--profiling=false",
		"--use-service-account-credentials=true", "--service-account-private-key-file=" + pki.KeyFile(l.In("pki", "service-accounts")),
		"--root-ca-file=" + pki.CertFile(l.In("pki", "ca")),
		"--cluster-signing-cert-file=" + pki.CertFile(l.In("pki", "ca")), "--cluster-signing-key-file=" + pki.KeyFile(l.In("pki", "ca")),
		"--allocate-node-cidrs=false", "--cluster-cidr=" + network.Pod.String(),
		// The default lies under /usr/libexec and would be made on the host.
		"--flex-volume-plugin-dir=" + l.In("kubelet", "volume-plugins"),
		"--kube-api-qps=100", "--kube-api-burst=200",
	}
}

// proxyEnvironment keeps the cluster's own traffic off the machine's HTTP proxy, which those that pull images inherit.
func proxyEnvironment(network layout.Network) []string {
	if os.Getenv("HTTP_PROXY")+os.Getenv("HTTPS_PROXY")+os.Getenv("http_proxy")+os.Getenv("https_proxy") == "" {
		return nil
	}
	direct := []string{cmp.Or(os.Getenv("NO_PROXY"), os.Getenv("no_proxy")), "127.0.0.1", "localhost", ".svc", ".cluster.local",
		network.Link.String(), network.Pod.String(), network.Service.String()}
	list := strings.Trim(strings.Join(direct, ","), ",")
	return []string{"NO_PROXY=" + list, "no_proxy=" + list}
}
