package host

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"fairlead/embedded-node/internal/layout"
	"fairlead/embedded-node/internal/supervise"
)

// Member is one process as the host sees it.
type Member struct {
	Name     string `json:"name"`
	Pid      int    `json:"pid,omitempty"`
	Alive    bool   `json:"alive"`
	RSSBytes uint64 `json:"rssBytes,omitempty"`
	Restarts int    `json:"restarts"`
}

// Endpoints is how to use the cluster.
type Endpoints struct {
	Kubeconfig  string `json:"kubeconfig"`
	Context     string `json:"context"`
	Buildkit    string `json:"buildkit"`
	Buildctl    string `json:"buildctl"`
	NodeAddress string `json:"nodeAddress"`
}

// Status is the whole answer. State is one of absent, stopped, running, degraded.
type Status struct {
	State     string     `json:"state"`
	Members   []Member   `json:"members"`
	Problems  []string   `json:"problems"`
	Endpoints *Endpoints `json:"endpoints,omitempty"`
}

// Look finds out what is there. healthy is asked only when all processes are.
func Look(l layout.Layout, healthy func(layout.Network) []string) Status {
	config, current := l.TryReadConfig(), tryReadRecord(l)
	status := Status{State: "stopped", Members: []Member{}, Problems: []string{}}
	switch {
	case config == nil:
		status.State = "absent"
	case current == nil || current.Boot != bootID():
		// Stopped, or the machine was started anew since.
	case !current.alive():
		status.State = "degraded"
		status.Members = append(status.Members, Member{Name: "init"})
		status.Problems = append(status.Problems, "init is not running: the cluster was killed, or stopping it was interrupted")
	default:
		status.Members = members(l, current.Pid)
		status.Problems = append(status.Problems, problemsOf(status.Members)...)
		if len(status.Problems) == 0 {
			status.Problems = append(status.Problems, healthy(config.Network)...)
		}
		status.State = "running"
		if len(status.Problems) > 0 {
			status.State = "degraded"
		}
		status.Endpoints = endpoints(l, *config)
	}
	return status
}

func endpoints(l layout.Layout, config layout.Config) *Endpoints {
	return &Endpoints{
		Kubeconfig:  l.Kubeconfig(),
		Context:     "fairlead",
		Buildkit:    "unix://" + l.BuildkitSocket(),
		Buildctl:    l.Bin("buildctl"),
		NodeAddress: config.Network.Node().String(),
	}
}

func problemsOf(members []Member) []string {
	var problems []string
	if len(members) < 2 {
		problems = append(problems, "the node is still starting")
	}
	for _, member := range members {
		if !member.Alive {
			problems = append(problems, fmt.Sprintf("%s is not running", member.Name))
		}
	}
	return problems
}

func members(l layout.Layout, initPid int) []Member {
	found := []Member{{Name: "init", Pid: initPid, Alive: true, RSSBytes: rssOf(initPid)}}
	var states []supervise.State
	if layout.ReadJSON(l.Members(), &states) != nil {
		return found
	}
	outside := hostPids(initPid)
	for _, state := range states {
		member := Member{Name: state.Name, Restarts: state.Restarts}
		if pid, exists := outside[state.Pid]; exists && state.Pid > 0 {
			member.Pid, member.Alive, member.RSSBytes = pid, true, rssOf(pid)
		}
		found = append(found, member)
	}
	return found
}

// hostPids maps process ids inside the node's namespace to the host's.
func hostPids(initPid int) map[int]int {
	mapping := map[int]int{}
	namespace, err := os.Readlink(fmt.Sprintf("/proc/%d/ns/pid", initPid))
	if err != nil {
		return mapping
	}
	folders, _ := filepath.Glob("/proc/[0-9]*")
	for _, folder := range folders {
		if other, err := os.Readlink(filepath.Join(folder, "ns/pid")); err != nil || other != namespace {
			continue
		}
		outside, err := strconv.Atoi(filepath.Base(folder))
		if err != nil || !isAlive(outside) {
			continue
		}
		if ids := strings.Fields(statusField(outside, "NSpid:")); len(ids) > 1 {
			if inside, err := strconv.Atoi(ids[len(ids)-1]); err == nil {
				mapping[inside] = outside
			}
		}
	}
	return mapping
}

func isAlive(pid int) bool {
	_, err := startTimeOf(pid)
	return err == nil
}

func rssOf(pid int) uint64 {
	fields := strings.Fields(statusField(pid, "VmRSS:"))
	if len(fields) == 0 {
		return 0
	}
	kilobytes, _ := strconv.ParseUint(fields[0], 10, 64)
	return kilobytes << 10
}

func statusField(pid int, name string) string {
	content, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(content)) {
		if value, found := strings.CutPrefix(line, name); found {
			return strings.TrimSpace(value)
		}
	}
	return ""
}
