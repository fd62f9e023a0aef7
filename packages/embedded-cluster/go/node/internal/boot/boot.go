package boot

import (
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"syscall"
	"time"

	"fairlead/embedded-node/internal/layout"
	"fairlead/embedded-node/internal/settings"
	"fairlead/embedded-node/internal/supervise"
)

// Go is what the launcher writes when the cable is plugged in. Without it, the launcher died and nobody knows of us.
const Go = 'g'

// Docker gives containers ten seconds; databases of this size need less than one.
const patience = 4 * time.Second

// Run furnishes the namespaces, starts the members, and returns when it was asked to stop.
func Run(l layout.Layout, start io.Reader) error {
	stop := make(chan os.Signal, 4)
	signal.Notify(stop, syscall.SIGTERM, syscall.SIGINT)
	if err := waitForGo(start); err != nil {
		return err
	}
	config := l.TryReadConfig()
	if config == nil {
		return fmt.Errorf("%s has no usable cluster.json", l.State)
	}
	if err := furnish(l, *config); err != nil {
		return err
	}
	supervisor := supervise.New(func(states []supervise.State) {
		if err := layout.WriteJSON(l.Members(), states); err != nil {
			log.Printf("the list of members was not written: %v", err)
		}
	})
	gates, err := newGates(supervisor, l, *config)
	if err != nil {
		return err
	}
	for _, member := range settings.Members(l, *config) {
		logFile, err := OpenLog(l.In("logs", member.Name+".log"))
		if err != nil {
			return err
		}
		supervisor.Keep(supervise.Process{
			Name: member.Name, Path: member.Path, Args: member.Args, Env: member.Env, Log: logFile,
			Ready: func() { gates.await(member.After) },
		})
	}
	go keepLogsShort(l.In("logs"))
	log.Printf("asked to stop by %s", <-stop)
	supervisor.Stop(patience)
	return nil
}

func waitForGo(start io.Reader) error {
	word := make([]byte, 1)
	if _, err := io.ReadFull(start, word); err != nil || word[0] != Go {
		return fmt.Errorf("the launcher ended before the node was connected")
	}
	return nil
}

func furnish(l layout.Layout, config layout.Config) error {
	if err := syscall.Sethostname([]byte(layout.NodeName)); err != nil {
		return err
	}
	if err := mountAll(l); err != nil {
		return err
	}
	// Half-written files of builds and copies that a crash left behind.
	temporary := l.In("tmp")
	if err := os.RemoveAll(temporary); err != nil {
		return err
	}
	if err := os.MkdirAll(temporary, 0o700); err != nil {
		return err
	}
	if err := os.Setenv("TMPDIR", temporary); err != nil {
		return err
	}
	for _, name := range []string{"volumes", "pods-logs"} {
		if err := os.MkdirAll(l.In(name), 0o755); err != nil {
			return err
		}
	}
	return setUpNetwork(config.Network)
}
