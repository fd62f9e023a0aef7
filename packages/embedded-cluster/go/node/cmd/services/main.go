// Command services is what Kubernetes expects beside itself: cluster DNS, and somebody who makes volumes.
package main

import (
	"context"
	"fmt"

	"k8s.io/client-go/tools/clientcmd"

	"fairlead/embedded-node/internal/addons"
	"fairlead/embedded-node/internal/applet"
	"fairlead/embedded-node/internal/layout"
)

func main() {
	applet.Main(map[string]func() error{"coredns": runCoreDNS, "addons": runAddons})
}

func runAddons() error {
	l, err := layout.FromFlags()
	if err != nil {
		return err
	}
	config := l.TryReadConfig()
	if config == nil {
		return fmt.Errorf("%s has no usable cluster.json", l.State)
	}
	kubeconfig, err := clientcmd.BuildConfigFromFlags("", l.In("etc", "addons.kubeconfig"))
	if err != nil {
		return err
	}
	return addons.Run(context.Background(), kubeconfig, l, config.Network)
}
