package host

import (
	"net/netip"
	"testing"

	"fairlead/embedded-node/internal/layout"
)

func prefixes(texts ...string) []netip.Prefix {
	var list []netip.Prefix
	for _, text := range texts {
		list = append(list, netip.MustParsePrefix(text))
	}
	return list
}

func TestChooseNetwork(t *testing.T) {
	earlier := &layout.Config{Network: layout.Network{
		Link: netip.MustParsePrefix("172.30.255.8/30"), Pod: netip.MustParsePrefix("10.243.0.0/22"), Service: netip.MustParsePrefix("10.98.0.0/16"),
	}}
	tests := []struct {
		description        string
		earlier            *layout.Config
		taken              []netip.Prefix
		link, pod, service string
	}{
		{"takes the first candidates on a free machine", nil, nil, "172.30.255.0/30", "10.244.0.0/22", "10.96.0.0/16"},
		{"goes on past the cable of another cluster", nil, prefixes("172.30.255.0/30"), "172.30.255.4/30", "10.244.0.0/22", "10.96.0.0/16"},
		{"goes on past ranges that the host routes, larger or smaller", nil, prefixes("10.244.1.0/24", "10.96.0.0/12"), "172.30.255.0/30", "10.243.0.0/22", ""},
		{"keeps what an earlier start chose", earlier, nil, "172.30.255.8/30", "10.243.0.0/22", "10.98.0.0/16"},
		{"moves link and pods, but never services", earlier, prefixes("172.30.0.0/16", "10.243.0.0/16", "10.98.0.0/24"), "", "10.244.0.0/22", "10.98.0.0/16"},
	}
	for _, test := range tests {
		t.Run(test.description, func(t *testing.T) {
			network, err := chooseNetwork(test.earlier, test.taken, 1400)
			if (test.link == "" || test.service == "") != (err != nil) {
				t.Fatalf("unexpected outcome: %v", err)
			}
			for what, pair := range map[string][2]string{
				"link": {test.link, network.Link.String()}, "pod": {test.pod, network.Pod.String()}, "service": {test.service, network.Service.String()},
			} {
				if pair[0] != "" && pair[0] != pair[1] {
					t.Errorf("%s: want %s, got %s", what, pair[0], pair[1])
				}
			}
		})
	}
}

func TestAddressesOfANetwork(t *testing.T) {
	network := layout.Network{Link: netip.MustParsePrefix("172.30.255.4/30"), Service: netip.MustParsePrefix("10.96.0.0/16")}
	for want, got := range map[string]string{
		"172.30.255.5": network.Host().String(), "172.30.255.6": network.Node().String(), "172.30.255.6:6443": network.API(),
		"10.96.0.1": network.APIService().String(), "10.96.0.10": network.DNS().String(),
	} {
		if want != got {
			t.Errorf("want %s, got %s", want, got)
		}
	}
}
