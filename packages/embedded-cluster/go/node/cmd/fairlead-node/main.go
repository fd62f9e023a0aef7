// Command fairlead-node starts and stops the node, says how it is, and is the first process of its namespaces.
// It stays free of Kubernetes packages, which would cost a hundred megabytes of memory in a process that only waits.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"fairlead/embedded-node/internal/applet"
	"fairlead/embedded-node/internal/boot"
	"fairlead/embedded-node/internal/host"
	"fairlead/embedded-node/internal/layout"
)

// readyWithin is generous: a machine that is busy with a build takes many times the usual two seconds.
const readyWithin = 90 * time.Second

func main() {
	applet.Main(map[string]func() error{"start": start, "stop": stop, "status": status, "init": initNode})
}

func start() error {
	l, err := layout.FromFlags()
	if err != nil {
		return err
	}
	if err := host.Start(l); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), readyWithin)
	defer cancel()
	// Lines on stderr are progress; stdout carries the one result.
	return host.AwaitReady(ctx, l, func(name string) { fmt.Fprintf(os.Stderr, "ready: %s\n", name) })
}

func stop() error {
	l, err := layout.FromFlags()
	if err != nil {
		return err
	}
	return host.Stop(l)
}

func status() error {
	l, err := layout.FromFlags()
	if err != nil {
		return err
	}
	found := host.Look(l, func(network layout.Network) []string { return host.Health(l, network) })
	return json.NewEncoder(os.Stdout).Encode(found)
}

func initNode() error {
	l, err := layout.FromFlags()
	if err != nil {
		return err
	}
	return boot.Run(l, os.Stdin)
}
