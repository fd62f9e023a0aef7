package host

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fairlead/embedded-node/internal/layout"
	"fairlead/embedded-node/internal/supervise"
)

func TestResolversOnLoopbackAreLeftOut(t *testing.T) {
	got := parseResolvers("# comment\nsearch example.com\nnameserver 127.0.0.53\nnameserver ::1\nnameserver 192.0.2.53\nnameserver fd00::1\noptions edns0\n")
	if !slices.Equal(got, []string{"192.0.2.53"}) {
		t.Errorf("got %v", got)
	}
}

func TestARecordIsAliveOnlyForTheVerySameProcess(t *testing.T) {
	l := layout.New(t.TempDir(), "/bin")
	if err := writeRecord(l, os.Getpid()); err != nil {
		t.Fatal(err)
	}
	found := tryReadRecord(l)
	if !found.alive() {
		t.Fatal("this process is not seen as alive")
	}
	for description, change := range map[string]func(*record){
		"a process id that is used again": func(r *record) { r.StartTime++ },
		"a record from before a reboot":   func(r *record) { r.Boot = "another" },
		"a process that is gone":          func(r *record) { r.Pid = 1 << 30 },
	} {
		other := *found
		change(&other)
		if other.alive() {
			t.Errorf("alive: %s", description)
		}
	}
	var none *record
	if none.alive() {
		t.Error("alive without a record")
	}
}

func TestTheRecordStaysUntilEverythingElseIsGone(t *testing.T) {
	l := layout.New(t.TempDir(), "/bin")
	if err := writeRecord(l, os.Getpid()); err != nil {
		t.Fatal(err)
	}
	done := 0
	succeed := func(layout.Layout) error { done++; return nil }
	fail := func(layout.Layout) error { return errors.New("the firewall is busy") }
	if err := clearHost(l, succeed, fail, succeed); err == nil || err.Error() != "the firewall is busy" {
		t.Errorf("got %v", err)
	}
	if done != 2 {
		t.Errorf("%d of the other steps were tried", done)
	}
	if tryReadRecord(l) == nil {
		t.Error("nobody knows any more that something is left")
	}
	if err := clearHost(l, succeed, succeed); err != nil {
		t.Fatal(err)
	}
	if tryReadRecord(l) != nil {
		t.Error("the record is still there")
	}
}

func TestAZombieIsNotAlive(t *testing.T) {
	child := exec.Command("true")
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	defer child.Wait()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		if _, err := startTimeOf(child.Process.Pid); err != nil {
			return
		}
	}
	t.Error("it counts as alive until somebody waits for it")
}

func TestTreesOfEmptyFoldersAreRemovedAndOthersAreNot(t *testing.T) {
	root := filepath.Join(t.TempDir(), "group")
	if err := os.MkdirAll(filepath.Join(root, "kubepods", "burstable", "pod1"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := removeTree(root); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(root); !os.IsNotExist(err) {
		t.Error("it is still there")
	}
	if err := removeTree(root); err != nil {
		t.Errorf("a second time: %v", err)
	}
}

func TestLookSaysWhatIsThere(t *testing.T) {
	healthy := func(layout.Network) []string { return nil }
	l := layout.New(t.TempDir(), "/bin")
	if state := Look(l, healthy).State; state != "absent" {
		t.Errorf("without anything: %s", state)
	}
	network, err := chooseNetwork(nil, nil, 1500)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.WriteConfig(layout.Config{Network: network}); err != nil {
		t.Fatal(err)
	}
	if state := Look(l, healthy).State; state != "stopped" {
		t.Errorf("without a record: %s", state)
	}
	if err := layout.WriteJSON(recordFile(l), record{Pid: 1 << 30, Boot: bootID()}); err != nil {
		t.Fatal(err)
	}
	if found := Look(l, healthy); found.State != "degraded" || !strings.Contains(found.Problems[0], "init") {
		t.Errorf("after init was killed: %+v", found)
	}
	if err := layout.WriteJSON(recordFile(l), record{Pid: os.Getpid(), Boot: "before the reboot"}); err != nil {
		t.Fatal(err)
	}
	if state := Look(l, healthy).State; state != "stopped" {
		t.Errorf("after a reboot: %s", state)
	}
}

func TestADeadMemberIsNamed(t *testing.T) {
	l := layout.New(t.TempDir(), "/bin")
	if err := layout.WriteJSON(l.Members(), []supervise.State{{Name: "etcd", Pid: 1 << 30, Restarts: 3}}); err != nil {
		t.Fatal(err)
	}
	found := members(l, os.Getpid())
	if problems := problemsOf(found); len(problems) != 1 || problems[0] != "etcd is not running" {
		t.Errorf("got %v", problems)
	}
	if found[1].Restarts != 3 {
		t.Errorf("got %+v", found[1])
	}
}

func TestNobodyButTheHostGetsIn(t *testing.T) {
	network, err := chooseNetwork(nil, nil, 1500)
	if err != nil {
		t.Fatal(err)
	}
	l := layout.New("/some/state", "/bin")
	if len(l.HostLink()) > 15 {
		t.Errorf("%s is too long for a device", l.HostLink())
	}
	last := rules(l, network)[1]
	if !last.insert || strings.Join(last.match, " ") != "-o "+l.HostLink()+" -j DROP" {
		t.Errorf("the rule that ends up last is %+v", last)
	}
}
