// Package boot is the first process of the node's namespaces: it furnishes them and starts the members.
package boot

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"

	"fairlead/embedded-node/internal/layout"
)

// masked folders get a private, empty tmpfs: components write below them, and none of it may reach the host.
var masked = []string{"/run", "/var/lib", "/var/log"}

// mountAll leaves the host's mounts untouched: nothing propagates out of this namespace.
func mountAll(l layout.Layout) error {
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("make mounts private: %w", err)
	}
	if err := unix.Mount("proc", "/proc", "proc", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, ""); err != nil {
		return fmt.Errorf("mount /proc: %w", err)
	}
	if err := maskFolders([]string{l.State, l.Binaries, l.Sockets()}); err != nil {
		return err
	}
	if err := bindFile(l.In("etc", "resolv.conf"), "/etc/resolv.conf"); err != nil {
		return err
	}
	return fakeTunables(l)
}

// maskFolders mounts a tmpfs on each masked folder and brings back the kept folders that it hides.
func maskFolders(kept []string) error {
	handles := map[string]*os.File{}
	for _, path := range kept {
		handle, err := os.OpenFile(path, unix.O_PATH|unix.O_DIRECTORY, 0)
		if err != nil {
			return err
		}
		defer handle.Close()
		handles[path] = handle
	}
	for _, folder := range masked {
		if err := unix.Mount("tmpfs", folder, "tmpfs", unix.MS_NOSUID|unix.MS_NODEV, "mode=755"); err != nil {
			return fmt.Errorf("mount a tmpfs on %s: %w", folder, err)
		}
		for path, handle := range handles {
			if !strings.HasPrefix(path, folder+"/") {
				continue
			}
			if err := os.MkdirAll(path, 0o700); err != nil {
				return err
			}
			source := fmt.Sprintf("/proc/self/fd/%d", handle.Fd())
			if err := unix.Mount(source, path, "", unix.MS_BIND, ""); err != nil {
				return fmt.Errorf("keep %s visible: %w", path, err)
			}
		}
	}
	return nil
}

// bindFile shows a file of ours under another name. Where the name is a link, its target is what has to exist.
func bindFile(source, target string) error {
	resolved, err := filepath.EvalSymlinks(target)
	if err != nil {
		// The target of /etc/resolv.conf may be under /run, which is empty by now.
		if resolved, err = os.Readlink(target); err != nil {
			return nil
		}
		if !filepath.IsAbs(resolved) {
			resolved = filepath.Join(filepath.Dir(target), resolved)
		}
		if err := layout.WriteFile(resolved, nil); err != nil {
			return err
		}
	}
	if err := unix.Mount(source, resolved, "", unix.MS_BIND, ""); err != nil {
		return fmt.Errorf("bind %s: %w", target, err)
	}
	return nil
}

// fakeTunables covers settings of the whole machine that kubelet insists on changing with files that already say what it wants.
func fakeTunables(l layout.Layout) error {
	wanted := map[string]string{
		"vm/overcommit_memory":      "1",
		"vm/panic_on_oom":           "0",
		"kernel/panic":              "10",
		"kernel/panic_on_oops":      "1",
		"kernel/keys/root_maxkeys":  "1000000",
		"kernel/keys/root_maxbytes": "25000000",
	}
	for name, value := range wanted {
		target := filepath.Join("/proc/sys", name)
		if _, err := os.Stat(target); err != nil {
			continue
		}
		source := filepath.Join("/run/tunables", name)
		if err := layout.WriteFile(source, []byte(value+"\n")); err != nil {
			return err
		}
		if err := unix.Mount(source, target, "", unix.MS_BIND, ""); err != nil {
			return fmt.Errorf("cover %s: %w", target, err)
		}
	}
	return nil
}
