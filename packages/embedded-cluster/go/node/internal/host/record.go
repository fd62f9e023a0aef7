package host

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"fairlead/embedded-node/internal/layout"
)

// record says which process is the cluster. Process ids are used again; the start time makes it certain.
type record struct {
	Pid       int    `json:"pid"`
	StartTime uint64 `json:"startTime"`
	Boot      string `json:"boot"`
	Binaries  string `json:"binaries"`
}

func recordFile(l layout.Layout) string { return l.In("run.json") }

func tryReadRecord(l layout.Layout) *record {
	var found record
	if layout.ReadJSON(recordFile(l), &found) != nil {
		return nil
	}
	return &found
}

func writeRecord(l layout.Layout, pid int) error {
	startTime, err := startTimeOf(pid)
	if err != nil {
		return err
	}
	return layout.WriteJSON(recordFile(l), record{Pid: pid, StartTime: startTime, Boot: bootID(), Binaries: l.Binaries})
}

func (r *record) alive() bool {
	if r == nil || r.Boot != bootID() {
		return false
	}
	startTime, err := startTimeOf(r.Pid)
	return err == nil && startTime == r.StartTime
}

// startTimeOf fails for processes that have ended, also while nobody has taken note of that.
func startTimeOf(pid int) (uint64, error) {
	content, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, err
	}
	// The name in parentheses may contain anything; fields are counted from behind it.
	fields := strings.Fields(string(content[bytes.LastIndexByte(content, ')')+1:]))
	if len(fields) < 20 || (isOver(fields[0]) && !hasOtherThreads(pid)) {
		return 0, os.ErrProcessDone
	}
	return strconv.ParseUint(fields[19], 10, 64)
}

func isOver(state string) bool { return state == "Z" || state == "X" }

// hasOtherThreads tells a process that has ended from one whose first thread has. Of the node's first process,
// the last thread stays until everything in its namespace is gone, which is what has to be waited for.
func hasOtherThreads(pid int) bool {
	threads, err := os.ReadDir(fmt.Sprintf("/proc/%d/task", pid))
	return err == nil && len(threads) > 1
}

// startedAt is when the record was written, shortly before the node was let go.
func startedAt(l layout.Layout) time.Time {
	info, err := os.Stat(recordFile(l))
	if err != nil {
		return time.Time{}
	}
	return info.ModTime()
}
