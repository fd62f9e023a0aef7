package boot

import (
	"fmt"
	"net"
	"os"

	"github.com/vishvananda/netlink"

	"fairlead/embedded-node/internal/layout"
)

// Uplink is the node's end of the cable, as it is called inside.
const Uplink = "eth0"

func setUpNetwork(network layout.Network) error {
	loopback, err := netlink.LinkByName("lo")
	if err != nil {
		return err
	}
	if err := netlink.LinkSetUp(loopback); err != nil {
		return err
	}
	link, err := netlink.LinkByName(Uplink)
	if err != nil {
		return fmt.Errorf("the cable to the host is missing: %w", err)
	}
	address := &netlink.Addr{IPNet: &net.IPNet{IP: network.Node().AsSlice(), Mask: net.CIDRMask(network.Link.Bits(), 32)}}
	if err := netlink.AddrReplace(link, address); err != nil {
		return err
	}
	if err := netlink.LinkSetUp(link); err != nil {
		return err
	}
	if err := netlink.RouteReplace(&netlink.Route{LinkIndex: link.Attrs().Index, Gw: network.Host().AsSlice()}); err != nil {
		return fmt.Errorf("default route: %w", err)
	}
	return setSysctls()
}

// These belong to the network namespace, not to the machine.
func setSysctls() error {
	for name, mustExist := range map[string]bool{
		"net/ipv4/ip_forward":                true,
		"net/bridge/bridge-nf-call-iptables": false,
		"net/ipv6/conf/all/disable_ipv6":     false,
		"net/ipv6/conf/default/disable_ipv6": false,
	} {
		err := os.WriteFile("/proc/sys/"+name, []byte("1"), 0o644)
		if err != nil && mustExist {
			return err
		}
	}
	return nil
}
