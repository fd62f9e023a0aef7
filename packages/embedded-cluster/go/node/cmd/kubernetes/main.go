// Command kubernetes is the five Kubernetes components in one file.
package main

import (
	"context"
	"os"

	"github.com/spf13/cobra"
	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	_ "k8s.io/component-base/metrics/prometheus/version"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllermanager "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	proxy "k8s.io/kubernetes/cmd/kube-proxy/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
	kubelet "k8s.io/kubernetes/cmd/kubelet/app"

	"fairlead/embedded-node/internal/applet"
)

func main() {
	applet.Main(map[string]func() error{
		"kube-apiserver":          runAPIServer,
		"kube-controller-manager": runControllerManager,
		"kube-scheduler":          runScheduler,
		"kube-proxy":              runProxy,
		"kubelet":                 runKubelet,
	})
}

func runCommand(command *cobra.Command) error {
	os.Exit(cli.Run(command))
	return nil
}

func runAPIServer() error         { return runCommand(apiserver.NewAPIServerCommand()) }
func runControllerManager() error { return runCommand(controllermanager.NewControllerManagerCommand()) }
func runScheduler() error         { return runCommand(scheduler.NewSchedulerCommand()) }
func runProxy() error             { return runCommand(proxy.NewProxyCommand()) }

func runKubelet() error { return runCommand(kubelet.NewKubeletCommand(context.Background())) }
