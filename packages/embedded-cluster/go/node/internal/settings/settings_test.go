package settings

import (
	"net/netip"
	"os"
	"strings"
	"testing"
	"time"

	"fairlead/embedded-node/internal/layout"
)

var config = layout.Config{
	Network: layout.Network{
		Link: netip.MustParsePrefix("172.30.255.0/30"), Pod: netip.MustParsePrefix("10.244.0.0/22"), Service: netip.MustParsePrefix("10.96.0.0/16"), MTU: 1400,
	},
	Conditions: layout.Conditions{Snapshotter: "overlayfs", Resolvers: []string{"192.0.2.53"}},
}

func read(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func TestSettingsFollowTheMachine(t *testing.T) {
	l := layout.New(t.TempDir(), "/bin")
	if err := WriteFiles(l, config); err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]string{
		"containerd.toml": "restrict_oom_score_adj = true",
		"kubelet.yaml":    `"oomScoreAdj": 0`,
		"Corefile":        "forward . 192.0.2.53",
		"resolv.conf":     "nameserver 192.0.2.53\n",
		"buildkitd.toml":  `defaultCgroupParent = "` + l.Cgroup() + `/buildkit"`,
	} {
		if content := read(t, l.In("etc", file)); !strings.Contains(content, want) {
			t.Errorf("%s lacks %q:\n%s", file, want, content)
		}
	}
	able := config
	able.Conditions.MayLowerOOMScore, able.Conditions.Resolvers = true, nil
	if err := WriteFiles(l, able); err != nil {
		t.Fatal(err)
	}
	if content := read(t, l.In("etc", "kubelet.yaml")); strings.Contains(content, "oomScoreAdj") {
		t.Error("kubelet is kept from protecting itself where it may")
	}
	if content := read(t, l.In("etc", "Corefile")); strings.Contains(content, "forward") {
		t.Error("names are forwarded to nobody, which CoreDNS refuses")
	}
}

func TestFreshImagesAreNeverCollected(t *testing.T) {
	settings := kubeletConfig(layout.New("/state", "/bin"), config)
	if settings["imageGCHighThresholdPercent"] != 100 {
		t.Error("kubelet may delete images that were built a moment ago")
	}
}

func TestNothingListensBeyondTheMachine(t *testing.T) {
	l := layout.New("/state", "/bin")
	for _, member := range Members(l, config) {
		for _, argument := range member.Args {
			if strings.Contains(argument, "0.0.0.0") || strings.Contains(argument, "[::]") {
				t.Errorf("%s: %s", member.Name, argument)
			}
		}
	}
}

func TestKubeconfigsAreCompleteAndPrivate(t *testing.T) {
	l := layout.New(t.TempDir(), "/bin")
	if err := WriteIdentities(l, config.Network, time.Now); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"server": "https://172.30.255.2:6443"`, `"current-context": "fairlead"`, "client-key-data"} {
		if content := read(t, l.Kubeconfig()); !strings.Contains(content, want) {
			t.Errorf("lacks %s", want)
		}
	}
	if info, err := os.Stat(l.Kubeconfig()); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestTheProxyIsForOthersOnly(t *testing.T) {
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "NO_PROXY", "no_proxy"} {
		t.Setenv(name, "")
	}
	if environment := proxyEnvironment(config.Network); environment != nil {
		t.Errorf("without a proxy: %v", environment)
	}
	t.Setenv("HTTPS_PROXY", "http://proxy.example:3128")
	environment := strings.Join(proxyEnvironment(config.Network), " ")
	for _, want := range []string{"NO_PROXY=127.0.0.1", "no_proxy=127.0.0.1", "10.96.0.0/16", ".svc"} {
		if !strings.Contains(environment, want) {
			t.Errorf("%s lacks %s", environment, want)
		}
	}
}
