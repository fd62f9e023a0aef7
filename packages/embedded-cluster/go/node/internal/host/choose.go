// Package host is everything that touches the host's own namespaces: the cable, firewall rules, cgroups, starting and stopping.
package host

import (
	"fmt"
	"net/netip"

	"github.com/vishvananda/netlink"

	"fairlead/embedded-node/internal/layout"
)

const (
	linkCandidates = 64
	rangeCount     = 12
)

func linkCandidate(index int) netip.Prefix {
	return netip.PrefixFrom(netip.AddrFrom4([4]byte{172, 30, 255, byte(4 * index)}), 30)
}

func podCandidate(index int) netip.Prefix {
	return netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(244 - index), 0, 0}), 22)
}

func serviceCandidate(index int) netip.Prefix {
	return netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(96 + index), 0, 0}), 16)
}

// chooseNetwork keeps what an earlier start chose, as far as the host still leaves it free.
// Services keep their range for good: their addresses are stored in the cluster.
func chooseNetwork(earlier *layout.Config, taken []netip.Prefix, mtu int) (layout.Network, error) {
	network := layout.Network{MTU: mtu}
	if earlier != nil {
		network = earlier.Network
		network.MTU = mtu
	}
	if !network.Link.IsValid() || overlapsAny(network.Link, taken) {
		network.Link = firstFree(linkCandidate, linkCandidates, taken)
	}
	if !network.Pod.IsValid() || overlapsAny(network.Pod, taken) {
		network.Pod = firstFree(podCandidate, rangeCount, taken)
	}
	if !network.Service.IsValid() {
		network.Service = firstFree(serviceCandidate, rangeCount, taken)
	}
	for name, prefix := range map[string]netip.Prefix{"the link": network.Link, "pods": network.Pod, "services": network.Service} {
		if !prefix.IsValid() {
			return network, fmt.Errorf("no free address range for %s: every candidate overlaps a route of this machine", name)
		}
	}
	return network, nil
}

func firstFree(candidate func(int) netip.Prefix, count int, taken []netip.Prefix) netip.Prefix {
	for index := range count {
		if prefix := candidate(index); !overlapsAny(prefix, taken) {
			return prefix
		}
	}
	return netip.Prefix{}
}

func overlapsAny(prefix netip.Prefix, taken []netip.Prefix) bool {
	for _, other := range taken {
		if prefix.Overlaps(other) {
			return true
		}
	}
	return false
}

// takenPrefixes lists what the host routes somewhere, and its name servers: a pod must not shadow them.
func takenPrefixes(resolvers []string) ([]netip.Prefix, error) {
	routes, err := netlink.RouteList(nil, netlink.FAMILY_V4)
	if err != nil {
		return nil, err
	}
	var taken []netip.Prefix
	for _, route := range routes {
		if route.Dst == nil {
			continue
		}
		address, ok := netip.AddrFromSlice(route.Dst.IP.To4())
		bits, _ := route.Dst.Mask.Size()
		if ok && bits > 0 {
			taken = append(taken, netip.PrefixFrom(address, bits))
		}
	}
	for _, resolver := range resolvers {
		if address, err := netip.ParseAddr(resolver); err == nil && address.Is4() {
			taken = append(taken, netip.PrefixFrom(address, 32))
		}
	}
	return taken, nil
}

// uplinkMTU is that of the default route's device: larger packets from pods would have to be split or dropped.
func uplinkMTU() int {
	const usual = 1500
	routes, err := netlink.RouteList(nil, netlink.FAMILY_V4)
	if err != nil {
		return usual
	}
	for _, route := range routes {
		if route.Gw == nil || (route.Dst != nil && !route.Dst.IP.IsUnspecified()) {
			continue
		}
		if link, err := netlink.LinkByIndex(route.LinkIndex); err == nil && link.Attrs().MTU > 0 {
			return min(usual, link.Attrs().MTU)
		}
	}
	return usual
}
