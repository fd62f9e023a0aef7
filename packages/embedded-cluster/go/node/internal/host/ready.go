package host

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"fairlead/embedded-node/internal/kubeapi"
	"fairlead/embedded-node/internal/layout"
	"fairlead/embedded-node/internal/settings"
	"fairlead/embedded-node/internal/supervise"
)

const (
	pollEvery = 25 * time.Millisecond
	// A query that arrives while the server binds its port is lost; asking again is faster than waiting.
	dnsTimeout = 200 * time.Millisecond
	apiTimeout = 2 * time.Second
	// The excluded two wait a whole second before they look whether their objects exist, as they do after the first start.
	// Then, the service account and the storage class cannot be there before the roles are.
	serverReady = "/readyz?exclude=poststarthook/scheduling/bootstrap-system-priority-classes&exclude=poststarthook/rbac/bootstrap-roles"
)

type check struct {
	name    string
	timeout time.Duration
	run     func(context.Context) error
}

// checks are made from the host, the way a user comes, in the order in which they become true.
func checks(l layout.Layout, network layout.Network) ([]check, error) {
	api, err := kubeapi.New(l, network, "admin")
	if err != nil {
		return nil, err
	}
	exists := func(path string) func(context.Context) error {
		return func(ctx context.Context) error { return api.Get(ctx, path, nil) }
	}
	return []check{
		{"buildkitd", apiTimeout, func(ctx context.Context) error { return dial(ctx, "unix", l.BuildkitSocket()) }},
		{"kube-apiserver", apiTimeout, exists(serverReady)},
		{"kubelet", apiTimeout, exists("/api/v1/nodes/" + layout.NodeName + "/proxy/healthz")},
		{"node", apiTimeout, func(ctx context.Context) error { return nodeReady(ctx, api, startedAt(l)) }},
		{"default service account", apiTimeout, exists("/api/v1/namespaces/default/serviceaccounts/default")},
		{"storage class", apiTimeout, exists("/apis/storage.k8s.io/v1/storageclasses/" + settings.StorageClass)},
		{"every member", apiTimeout, func(context.Context) error { return allStarted(l) }},
		{"dns", dnsTimeout, func(ctx context.Context) error { return resolves(ctx, network) }},
	}, nil
}

// AwaitReady polls until every check holds. The process behind it all is looked at too: waiting for a dead one helps nobody.
func AwaitReady(ctx context.Context, l layout.Layout, report func(string)) error {
	config := l.TryReadConfig()
	if config == nil {
		return errors.New("the cluster's configuration is gone")
	}
	list, err := checks(l, config.Network)
	if err != nil {
		return err
	}
	for _, check := range list {
		for {
			failure := attempt(ctx, check)
			if failure == nil {
				report(check.name)
				break
			}
			if !tryReadRecord(l).alive() {
				return errors.New("the node's first process ended while starting")
			}
			select {
			case <-ctx.Done():
				return fmt.Errorf("%s is not ready: %w", check.name, failure)
			case <-time.After(pollEvery):
			}
		}
	}
	return nil
}

// Health runs every check once and returns what fails.
func Health(l layout.Layout, network layout.Network) []string {
	list, err := checks(l, network)
	if err != nil {
		return []string{err.Error()}
	}
	var problems []string
	for _, check := range list {
		if err := attempt(context.Background(), check); err != nil {
			problems = append(problems, fmt.Sprintf("%s: %v", check.name, err))
		}
	}
	return problems
}

func attempt(ctx context.Context, check check) error {
	ctx, cancel := context.WithTimeout(ctx, check.timeout)
	defer cancel()
	return check.run(ctx)
}

func dial(ctx context.Context, network, address string) error {
	connection, err := (&net.Dialer{}).DialContext(ctx, network, address)
	if err != nil {
		return err
	}
	return connection.Close()
}

// node is the part of the object that matters here.
type node struct {
	Spec struct {
		Taints []struct{ Key string }
	}
	Status struct {
		Conditions []condition
	}
}

type condition struct {
	Type, Status, Message string
	LastHeartbeatTime     time.Time
}

// nodeReady does not believe what the node said before it was stopped: that is still stored when it starts again.
func nodeReady(ctx context.Context, api *kubeapi.Client, since time.Time) error {
	var found node
	if err := api.Get(ctx, "/api/v1/nodes/"+layout.NodeName, &found); err != nil {
		return err
	}
	for _, taint := range found.Spec.Taints {
		if strings.HasPrefix(taint.Key, "node.kubernetes.io/") {
			return fmt.Errorf("tainted %s", taint.Key)
		}
	}
	for _, condition := range found.Status.Conditions {
		if condition.Type != "Ready" {
			continue
		}
		if condition.LastHeartbeatTime.Before(since.Truncate(time.Second)) {
			break
		}
		if condition.Status != "True" {
			return errors.New(condition.Message)
		}
		return nil
	}
	return errors.New("it has not reported yet")
}

// allStarted covers those that answer on the node's loopback only.
func allStarted(l layout.Layout) error {
	var states []supervise.State
	if err := layout.ReadJSON(l.Members(), &states); err != nil {
		return err
	}
	for _, state := range states {
		if state.Pid == 0 {
			return fmt.Errorf("%s is not running", state.Name)
		}
	}
	return nil
}

func resolves(ctx context.Context, network layout.Network) error {
	resolver := &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, protocol, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, protocol, net.JoinHostPort(network.Node().String(), "53"))
	}}
	_, err := resolver.LookupHost(ctx, "kubernetes.default.svc.cluster.local.")
	return err
}
