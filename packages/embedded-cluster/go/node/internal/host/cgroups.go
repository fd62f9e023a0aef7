package host

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"fairlead/embedded-node/internal/layout"
)

const cgroupRoot = "/sys/fs/cgroup"

// hierarchies are the folders under which cgroups are made: one with version 2, one per controller with version 1.
func hierarchies(v2 bool) ([]string, error) {
	if v2 {
		return []string{cgroupRoot}, nil
	}
	entries, err := os.ReadDir(cgroupRoot)
	if err != nil {
		return nil, err
	}
	var folders []string
	for _, entry := range entries {
		folder := filepath.Join(cgroupRoot, entry.Name())
		// Links such as cpu -> cpu,cpuacct would be visited twice.
		if entry.IsDir() {
			if _, err := os.Stat(filepath.Join(folder, "cgroup.procs")); err == nil {
				folders = append(folders, folder)
			}
		}
	}
	return folders, nil
}

// makeCgroups gives kubelet the parent it is told to use; it refuses to start when one is missing.
func makeCgroups(l layout.Layout, v2 bool) error {
	folders, err := hierarchies(v2)
	if err != nil {
		return err
	}
	for _, folder := range folders {
		group := filepath.Join(folder, l.Cgroup())
		if err := os.MkdirAll(group, 0o755); err != nil {
			return err
		}
		if v2 {
			enableControllers(folder)
			enableControllers(group)
			if err := checkControllers(group); err != nil {
				return err
			}
		}
		copyCpuset(folder, group)
	}
	return nil
}

// checkControllers tells what kubelet would tell much later and less clearly.
func checkControllers(group string) error {
	content, err := os.ReadFile(filepath.Join(group, "cgroup.subtree_control"))
	if err != nil {
		return err
	}
	enabled := strings.Fields(string(content))
	for _, needed := range []string{"cpu", "memory", "pids"} {
		if !slices.Contains(enabled, needed) {
			return fmt.Errorf("the cgroup controller %s cannot be used in %s (enabled: %v); in a container, processes in its topmost cgroup prevent it", needed, group, enabled)
		}
	}
	return nil
}

// One at a time: writing an unknown or refused controller fails as a whole.
func enableControllers(folder string) {
	for _, controller := range []string{"cpuset", "cpu", "io", "memory", "pids", "hugetlb"} {
		_ = os.WriteFile(filepath.Join(folder, "cgroup.subtree_control"), []byte("+"+controller), 0o644)
	}
}

// With version 1 a new cpuset is empty and takes no process before it has processors and memory.
func copyCpuset(parent, child string) {
	for _, name := range []string{"cpuset.cpus", "cpuset.mems"} {
		if content, err := os.ReadFile(filepath.Join(parent, name)); err == nil {
			_ = os.WriteFile(filepath.Join(child, name), content, 0o644)
		}
	}
}

// removeCgroups waits a little for the kernel to forget processes that have just ended.
func removeCgroups(l layout.Layout) error {
	var failure error
	for range 100 {
		if failure = tryRemoveCgroups(l); failure == nil {
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return failure
}

func tryRemoveCgroups(l layout.Layout) error {
	folders, err := hierarchies(false)
	if err != nil {
		return err
	}
	var failures []error
	for _, folder := range append(folders, cgroupRoot) {
		failures = append(failures, removeTree(filepath.Join(folder, l.Cgroup())))
	}
	return errors.Join(failures...)
}

func removeTree(root string) error {
	var found []string
	_ = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() {
			found = append(found, path)
		}
		return nil
	})
	// Children first; the files in a cgroup need not and cannot be removed.
	slices.SortFunc(found, func(a, b string) int { return strings.Count(b, "/") - strings.Count(a, "/") })
	for _, folder := range found {
		if err := os.Remove(folder); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
