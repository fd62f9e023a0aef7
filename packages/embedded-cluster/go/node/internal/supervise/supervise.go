// Package supervise is the part of the first process that every init has: it starts members, restarts those that end, and reaps.
package supervise

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

const (
	firstDelay = 100 * time.Millisecond
	lastDelay  = 5 * time.Second
	// A member that ran this long was well; its next end counts as the first one again.
	calmAfter = 30 * time.Second
)

// Process is what to start.
type Process struct {
	Name string
	Path string
	Args []string
	Env  []string
	// Log receives stdout and stderr.
	Log *os.File
	// Ready blocks until the process may start, and again before every restart.
	Ready func()
}

// State is what the outside may know about a member. Pid is the one inside the namespace.
type State struct {
	Name     string `json:"name"`
	Pid      int    `json:"pid"`
	Restarts int    `json:"restarts"`
}

// Supervisor owns every child of this process.
type Supervisor struct {
	mutex    sync.Mutex
	exits    map[int]chan syscall.WaitStatus
	states   []*State
	stopping bool
	onChange func([]State)
}

// New starts to reap at once. onChange gets all states whenever one changes.
func New(onChange func([]State)) *Supervisor {
	s := &Supervisor{exits: map[int]chan syscall.WaitStatus{}, onChange: onChange}
	signals := make(chan os.Signal, 64)
	signal.Notify(signals, syscall.SIGCHLD)
	go func() {
		for range signals {
			s.reap()
		}
	}()
	return s
}

// reap takes every ended process, orphans of containers included; os/exec's Wait would compete for them and is not used.
func (s *Supervisor) reap() {
	for {
		var status syscall.WaitStatus
		pid, err := syscall.Wait4(-1, &status, syscall.WNOHANG, nil)
		if err == syscall.EINTR {
			continue
		}
		if pid <= 0 || err != nil {
			return
		}
		s.mutex.Lock()
		exit := s.exits[pid]
		delete(s.exits, pid)
		s.mutex.Unlock()
		if exit != nil {
			exit <- status
		}
	}
}

func (s *Supervisor) start(process Process) (int, chan syscall.WaitStatus, error) {
	command := exec.Command(process.Path, process.Args...)
	command.Env = append(os.Environ(), process.Env...)
	command.Stdout, command.Stderr = process.Log, process.Log
	// The lock keeps the reaper from taking the child before it is known here.
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.stopping {
		return 0, nil, fmt.Errorf("%s: the node is stopping", process.Name)
	}
	if err := command.Start(); err != nil {
		return 0, nil, err
	}
	exit := make(chan syscall.WaitStatus, 1)
	s.exits[command.Process.Pid] = exit
	return command.Process.Pid, exit, nil
}

// RunOnce runs a process to its end.
func (s *Supervisor) RunOnce(process Process) error {
	_, exit, err := s.start(process)
	if err != nil {
		return err
	}
	if status := <-exit; status.ExitStatus() != 0 {
		return fmt.Errorf("%s ended with %s", process.Name, describe(status))
	}
	return nil
}

// Keep starts a member and starts it again whenever it ends.
func (s *Supervisor) Keep(process Process) {
	state := &State{Name: process.Name}
	s.mutex.Lock()
	s.states = append(s.states, state)
	s.mutex.Unlock()
	go s.loop(process, state)
}

func (s *Supervisor) loop(process Process, state *State) {
	delay := firstDelay
	for {
		process.Ready()
		began := time.Now()
		pid, exit, err := s.start(process)
		if err != nil {
			log.Printf("%s did not start: %v", process.Name, err)
		} else {
			s.note(func() { state.Pid = pid })
			log.Printf("%s ended with %s", process.Name, describe(<-exit))
			s.note(func() { state.Pid = 0; state.Restarts++ })
		}
		if s.isStopping() {
			return
		}
		if time.Since(began) > calmAfter {
			delay = firstDelay
		}
		time.Sleep(delay)
		delay = min(2*delay, lastDelay)
	}
}

func (s *Supervisor) note(change func()) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	change()
	states := make([]State, 0, len(s.states))
	for _, state := range s.states {
		states = append(states, *state)
	}
	s.onChange(states)
}

func (s *Supervisor) isStopping() bool {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.stopping
}

func describe(status syscall.WaitStatus) string {
	if status.Signaled() {
		return status.Signal().String()
	}
	return fmt.Sprintf("exit code %d", status.ExitStatus())
}
