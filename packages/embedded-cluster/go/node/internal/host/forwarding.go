package host

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"

	"fairlead/embedded-node/internal/layout"
)

const forwardingSysctl = "/proc/sys/net/ipv4/ip_forward"

// forwarding remembers what the host's setting was before the first cluster came up.
type forwarding struct {
	Boot string `json:"boot"`
	Was  string `json:"was"`
}

func forwardingRecord() string { return filepath.Join(layout.SocketsRoot, "ip_forward.json") }

// claimHost enters the cluster in the host's list and lets the host forward packets. Needed only for outbound traffic.
func claimHost(l layout.Layout) error {
	return withHostLock(func() error {
		if err := os.MkdirAll(l.Sockets(), 0o700); err != nil {
			return err
		}
		var record forwarding
		if layout.ReadJSON(forwardingRecord(), &record) != nil || record.Boot != bootID() {
			was, err := os.ReadFile(forwardingSysctl)
			if err != nil {
				return err
			}
			record = forwarding{Boot: bootID(), Was: strings.TrimSpace(string(was))}
			if err := layout.WriteJSON(forwardingRecord(), record); err != nil {
				return err
			}
		}
		return os.WriteFile(forwardingSysctl, []byte("1"), 0o644)
	})
}

// releaseHost takes the cluster off the list; the last one restores the host's setting.
func releaseHost(l layout.Layout) error {
	if _, err := os.Stat(layout.SocketsRoot); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	err := withHostLock(func() error {
		if err := os.RemoveAll(l.Sockets()); err != nil {
			return err
		}
		if others, err := filepath.Glob(filepath.Join(layout.SocketsRoot, "*/")); err != nil || hasFolder(others) {
			return err
		}
		var record forwarding
		known := layout.ReadJSON(forwardingRecord(), &record) == nil && record.Boot == bootID()
		if known && !othersForward() {
			if err := os.WriteFile(forwardingSysctl, []byte(record.Was), 0o644); err != nil {
				return err
			}
		}
		return os.RemoveAll(layout.SocketsRoot)
	})
	return err
}

// othersForward sees container engines that came up meanwhile, found forwarding on, and would be cut off.
func othersForward() bool {
	links, err := netlink.LinkList()
	if err != nil {
		return true
	}
	for _, link := range links {
		if link.Type() == "bridge" {
			return true
		}
	}
	return false
}

func hasFolder(paths []string) bool {
	for _, path := range paths {
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			return true
		}
	}
	return false
}

// withHostLock keeps two clusters that start or stop at once from undoing each other's setting.
func withHostLock(work func() error) error {
	if err := os.MkdirAll(layout.SocketsRoot, 0o700); err != nil {
		return err
	}
	// The folder's parent is locked: the folder itself is removed by the last cluster.
	lock, err := os.Open(filepath.Dir(layout.SocketsRoot))
	if err != nil {
		return err
	}
	defer lock.Close()
	if err := unix.Flock(int(lock.Fd()), unix.LOCK_EX); err != nil {
		return err
	}
	return work()
}

func bootID() string {
	content, _ := os.ReadFile("/proc/sys/kernel/random/boot_id")
	return strings.TrimSpace(string(content))
}
