package boot

import (
	"context"
	"log"
	"net"
	"sync"
	"time"

	"fairlead/embedded-node/internal/kubeapi"
	"fairlead/embedded-node/internal/layout"
	"fairlead/embedded-node/internal/settings"
	"fairlead/embedded-node/internal/supervise"
)

const (
	askEvery  = 20 * time.Millisecond
	answersIn = time.Second
	// Readable for the controller manager, which gives up without it, once the server knows everybody's permissions.
	needsPermission = "/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication"
)

// gates know when what a member needs has come up.
type gates struct {
	questions map[settings.Gate]func(context.Context) error
	images    sync.Once
}

func newGates(supervisor *supervise.Supervisor, l layout.Layout, config layout.Config) (*gates, error) {
	manager, err := kubeapi.New(l, config.Network, "kube-controller-manager")
	if err != nil {
		return nil, err
	}
	g := &gates{}
	g.questions = map[settings.Gate]func(context.Context) error{
		settings.Etcd:       dial("tcp", layout.EtcdAddress),
		settings.API:        func(ctx context.Context) error { return manager.Get(ctx, needsPermission, nil) },
		settings.APIHealthy: func(ctx context.Context) error { return manager.Get(ctx, "/healthz", nil) },
		settings.Containerd: func(ctx context.Context) error {
			if err := dial("unix", layout.ContainerdSocket)(ctx); err != nil {
				return err
			}
			// Not final when it fails: kubelet reports a missing pause image on every pod.
			g.images.Do(func() {
				if err := importPauseImage(supervisor, l, config.Conditions); err != nil {
					log.Printf("the pause image was not imported: %v", err)
				}
			})
			return nil
		},
	}
	return g, nil
}

func (g *gates) await(after []settings.Gate) {
	for _, gate := range after {
		for !isOpen(g.questions[gate]) {
			time.Sleep(askEvery)
		}
	}
}

func isOpen(question func(context.Context) error) bool {
	ctx, cancel := context.WithTimeout(context.Background(), answersIn)
	defer cancel()
	return question(ctx) == nil
}

func dial(network, address string) func(context.Context) error {
	return func(ctx context.Context) error {
		connection, err := (&net.Dialer{}).DialContext(ctx, network, address)
		if err != nil {
			return err
		}
		return connection.Close()
	}
}
