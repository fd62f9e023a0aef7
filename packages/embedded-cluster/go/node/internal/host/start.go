package host

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"

	"fairlead/embedded-node/internal/boot"
	"fairlead/embedded-node/internal/layout"
	"fairlead/embedded-node/internal/settings"
)

// Start brings the cluster up unless it is. What an earlier run left, whole or in pieces, is repaired on the way.
func Start(l layout.Layout) error {
	if tryReadRecord(l).alive() {
		return nil
	}
	if err := Stop(l); err != nil {
		return fmt.Errorf("clear what the last run left: %w", err)
	}
	config, err := prepare(l)
	if err != nil {
		return err
	}
	if err := launch(l, config); err != nil {
		// Nothing half-way: the host looks as before.
		_ = Stop(l)
		return err
	}
	return nil
}

func prepare(l layout.Layout) (layout.Config, error) {
	if err := os.MkdirAll(l.State, 0o700); err != nil {
		return layout.Config{}, err
	}
	conditions := detectConditions(l.State)
	taken, err := takenPrefixes(conditions.Resolvers)
	if err != nil {
		return layout.Config{}, err
	}
	network, err := chooseNetwork(l.TryReadConfig(), taken, uplinkMTU())
	if err != nil {
		return layout.Config{}, err
	}
	config := layout.Config{Network: network, Conditions: conditions}
	if err := settings.WriteIdentities(l, network, time.Now); err != nil {
		return config, err
	}
	if err := settings.WriteFiles(l, config); err != nil {
		return config, err
	}
	return config, l.WriteConfig(config)
}

func launch(l layout.Layout, config layout.Config) error {
	loadModules()
	if err := claimHost(l); err != nil {
		return err
	}
	if err := makeCgroups(l, config.Conditions.CgroupV2); err != nil {
		return err
	}
	pid, start, err := spawnInit(l)
	if err != nil {
		return err
	}
	defer start.Close()
	if err := writeRecord(l, pid); err != nil {
		return err
	}
	if err := plugIn(l, config.Network, pid); err != nil {
		return err
	}
	if err := openFirewall(l, config.Network); err != nil {
		return err
	}
	_, err = start.Write([]byte{boot.Go})
	return err
}

// spawnInit starts the first process of new namespaces. It waits for the word on the pipe, and ends when this process does first.
func spawnInit(l layout.Layout) (int, *os.File, error) {
	logFile, err := boot.OpenLog(l.In("logs", "init.log"))
	if err != nil {
		return 0, nil, err
	}
	defer logFile.Close()
	reader, writer, err := os.Pipe()
	if err != nil {
		return 0, nil, err
	}
	defer reader.Close()
	command := exec.Command(l.Bin("fairlead-node"), "init", "--state="+l.State)
	command.Stdin, command.Stdout, command.Stderr = reader, logFile, logFile
	command.Dir = "/"
	command.Env = environment(l)
	command.SysProcAttr = &syscall.SysProcAttr{
		// A session of its own: Ctrl-C at the terminal is not for the cluster.
		Setsid:     true,
		Cloneflags: syscall.CLONE_NEWPID | syscall.CLONE_NEWNS | syscall.CLONE_NEWIPC | syscall.CLONE_NEWUTS | syscall.CLONE_NEWNET,
	}
	if err := command.Start(); err != nil {
		writer.Close()
		return 0, nil, fmt.Errorf("start the node in namespaces of its own: %w", err)
	}
	return command.Process.Pid, writer, nil
}

// environment passes on nothing but this: who runs `up` may have secrets in theirs, and the cluster outlives them.
func environment(l layout.Layout) []string {
	kept := []string{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=" + l.State}
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy", "TZ"} {
		if value, found := os.LookupEnv(name); found {
			kept = append(kept, name+"="+value)
		}
	}
	return kept
}

// loadModules asks for what container networks need. A kernel with everything built in has no modules to load.
func loadModules() {
	for _, module := range []string{"br_netfilter", "overlay", "nf_conntrack"} {
		_ = exec.Command("modprobe", "-q", module).Run()
	}
}
