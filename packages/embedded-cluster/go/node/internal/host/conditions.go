package host

import (
	"net/netip"
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"fairlead/embedded-node/internal/layout"
)

const capSysResource = 24

func detectConditions(state string) layout.Conditions {
	return layout.Conditions{
		CgroupV2:         isFileSystem(cgroupRoot, unix.CGROUP2_SUPER_MAGIC),
		MayLowerOOMScore: hasCapability(capSysResource),
		Snapshotter:      snapshotterFor(state),
		Resolvers:        reachableResolvers(),
	}
}

func isFileSystem(path string, magic int64) bool {
	var stat unix.Statfs_t
	return unix.Statfs(path, &stat) == nil && int64(stat.Type) == magic
}

// An overlay cannot lie on an overlay, which is what a container's own root usually is.
func snapshotterFor(state string) string {
	if isFileSystem(state, unix.OVERLAYFS_SUPER_MAGIC) {
		return "native"
	}
	return "overlayfs"
}

func hasCapability(number uint) bool {
	content, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return false
	}
	for line := range strings.Lines(string(content)) {
		if value, found := strings.CutPrefix(line, "CapEff:"); found {
			set, err := strconv.ParseUint(strings.TrimSpace(value), 16, 64)
			return err == nil && set&(1<<number) != 0
		}
	}
	return false
}

// reachableResolvers leaves out those on the host's loopback, which the node's namespaces cannot reach.
func reachableResolvers() []string {
	// systemd-resolved keeps the real ones in the second file and a loopback stub in the first.
	for _, path := range []string{"/etc/resolv.conf", "/run/systemd/resolve/resolv.conf"} {
		content, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		if resolvers := parseResolvers(string(content)); len(resolvers) > 0 {
			return resolvers
		}
	}
	return nil
}

func parseResolvers(content string) []string {
	var resolvers []string
	for line := range strings.Lines(content) {
		fields := strings.Fields(line)
		if len(fields) < 2 || fields[0] != "nameserver" {
			continue
		}
		// The namespaces speak IPv4 only.
		if address, err := netip.ParseAddr(fields[1]); err == nil && address.Is4() && !address.IsLoopback() {
			resolvers = append(resolvers, fields[1])
		}
	}
	return resolvers
}
