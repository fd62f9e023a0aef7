package main

import (
	"github.com/coredns/coredns/core/dnsserver"
	"github.com/coredns/coredns/coremain"

	_ "github.com/coredns/coredns/plugin/bind"
	_ "github.com/coredns/coredns/plugin/cache"
	_ "github.com/coredns/coredns/plugin/errors"
	_ "github.com/coredns/coredns/plugin/forward"
	_ "github.com/coredns/coredns/plugin/kubernetes"
	_ "github.com/coredns/coredns/plugin/loadbalance"
)

func runCoreDNS() error {
	// The order is the order in which a query passes the plugins; it replaces CoreDNS's own list of all plugins.
	dnsserver.Directives = []string{"bind", "errors", "cache", "loadbalance", "kubernetes", "forward"}
	coremain.Run()
	return nil
}
