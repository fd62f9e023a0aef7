package supervise

import (
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Stop ends the members first, since kubelet would restart what is ended next: everything else in the namespace.
// It waits up to patience for that, so that databases in pods can close their files.
func (s *Supervisor) Stop(patience time.Duration) {
	s.mutex.Lock()
	s.stopping = true
	var pids []int
	for _, state := range s.states {
		// Builds and containers hang off these two; they get their turn with everybody else.
		if state.Pid > 0 && state.Name != "containerd" && state.Name != "etcd" {
			pids = append(pids, state.Pid)
		}
	}
	s.mutex.Unlock()
	for _, pid := range pids {
		_ = syscall.Kill(pid, syscall.SIGKILL)
	}
	// From the first process of a namespace, -1 means all others in it.
	_ = syscall.Kill(-1, syscall.SIGTERM)
	deadline := time.Now().Add(patience)
	for time.Now().Before(deadline) && othersAlive() {
		time.Sleep(20 * time.Millisecond)
	}
}

// othersAlive ignores what ignores SIGTERM and has nothing to save: shims, and containers that are only being made.
func othersAlive() bool {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return false
	}
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil || pid == os.Getpid() {
			continue
		}
		name, err := os.ReadFile("/proc/" + entry.Name() + "/comm")
		if err == nil && !strings.HasPrefix(string(name), "containerd-shim") && !strings.HasPrefix(string(name), "runc") {
			return true
		}
	}
	return false
}
