package host

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
	"time"

	"fairlead/embedded-node/internal/layout"
)

const (
	// The node itself waits shorter than this for what runs in it.
	gracePeriod = 8 * time.Second
	killPeriod  = 10 * time.Second
)

// Stop ends the cluster and removes everything from the host that is not a file of its state.
// It may be called at any time, also when only pieces are left.
func Stop(l layout.Layout) error {
	if current := tryReadRecord(l); current.alive() {
		if err := endProcess(current); err != nil {
			return err
		}
	}
	return clearHost(l, unplug, closeFirewall, removeCgroups, releaseHost, forgetMembers)
}

// clearHost tries every step, whatever becomes of the others. The record goes last, and only when nothing is left: as long
// as it is there, a stop that was interrupted or failed is known to be one, and can be repeated.
func clearHost(l layout.Layout, steps ...func(layout.Layout) error) error {
	var failures []error
	for _, step := range steps {
		failures = append(failures, step(l))
	}
	if err := errors.Join(failures...); err != nil {
		return err
	}
	return remove(recordFile(l))
}

func forgetMembers(l layout.Layout) error { return remove(l.Members()) }

func endProcess(current *record) error {
	_ = syscall.Kill(current.Pid, syscall.SIGTERM)
	if waitForEnd(current, gracePeriod) {
		return nil
	}
	_ = syscall.Kill(current.Pid, syscall.SIGKILL)
	if waitForEnd(current, killPeriod) {
		return nil
	}
	return errors.New("the node's first process does not end, not even by SIGKILL")
}

func waitForEnd(current *record, limit time.Duration) bool {
	for deadline := time.Now().Add(limit); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if !current.alive() {
			return true
		}
	}
	return false
}

func remove(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
