package host

import (
	"errors"
	"fmt"
	"net"
	"syscall"

	"github.com/vishvananda/netlink"

	"fairlead/embedded-node/internal/boot"
	"fairlead/embedded-node/internal/layout"
)

// plugIn lays the cable between the host and the namespaces of a process. It goes away with the latter.
func plugIn(l layout.Layout, network layout.Network, pid int) error {
	attributes := netlink.NewLinkAttrs()
	attributes.Name = l.HostLink()
	attributes.MTU = network.MTU
	cable := &netlink.Veth{LinkAttrs: attributes, PeerName: boot.Uplink, PeerNamespace: netlink.NsPid(pid)}
	if err := netlink.LinkAdd(cable); err != nil {
		return fmt.Errorf("create the network device %s: %w", l.HostLink(), err)
	}
	link, err := netlink.LinkByName(l.HostLink())
	if err != nil {
		return err
	}
	address := &netlink.Addr{IPNet: &net.IPNet{IP: network.Host().AsSlice(), Mask: net.CIDRMask(network.Link.Bits(), 32)}}
	if err := netlink.AddrReplace(link, address); err != nil {
		return err
	}
	return netlink.LinkSetUp(link)
}

func unplug(l layout.Layout) error {
	link, err := netlink.LinkByName(l.HostLink())
	if errors.As(err, &netlink.LinkNotFoundError{}) {
		return nil
	}
	if err != nil {
		return err
	}
	// The kernel takes it away by itself a little after the last process of the node, which may be now.
	if err := netlink.LinkDel(link); err != nil && !errors.Is(err, syscall.ENODEV) {
		return err
	}
	return nil
}
