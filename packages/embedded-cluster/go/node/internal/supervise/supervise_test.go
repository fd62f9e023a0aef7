package supervise

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

func await(t *testing.T, what string, condition func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if condition() {
			return
		}
	}
	t.Fatalf("in vain: %s", what)
}

func TestMembersAreStartedAgain(t *testing.T) {
	var mutex sync.Mutex
	var latest State
	s := New(func(states []State) {
		mutex.Lock()
		defer mutex.Unlock()
		latest = states[0]
	})
	current := func() State {
		mutex.Lock()
		defer mutex.Unlock()
		return latest
	}
	s.Keep(Process{Name: "sleeper", Path: "sleep", Args: []string{"60"}, Ready: func() {}})
	await(t, "the first start", func() bool { return current().Pid > 0 })
	first := current().Pid
	if err := syscall.Kill(first, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	await(t, "another process", func() bool { now := current(); return now.Pid > 0 && now.Pid != first && now.Restarts == 1 })

	log, err := os.Create(filepath.Join(t.TempDir(), "log"))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.RunOnce(Process{Name: "echo", Path: "sh", Args: []string{"-c", "echo hello; exit 3"}, Log: log}); err == nil || !strings.Contains(err.Error(), "exit code 3") {
		t.Errorf("got %v", err)
	}
	if content, _ := os.ReadFile(log.Name()); string(content) != "hello\n" {
		t.Errorf("logged %q", content)
	}
	s.mutex.Lock()
	s.stopping = true
	s.mutex.Unlock()
	if err := s.RunOnce(Process{Name: "late", Path: "true"}); err == nil {
		t.Error("something was started while stopping")
	}
	_ = syscall.Kill(current().Pid, syscall.SIGKILL)
}
