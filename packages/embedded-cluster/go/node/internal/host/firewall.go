package host

import (
	"fmt"
	"os/exec"
	"slices"
	"strings"

	"fairlead/embedded-node/internal/layout"
)

type rule struct {
	table string
	// insert puts the rule before those of others, such as Docker's, which drop what they do not know.
	insert bool
	chain  string
	match  []string
}

// rules let pods out, under the host's address, and nobody but the host in.
func rules(l layout.Layout, network layout.Network) []rule {
	link := l.HostLink()
	return []rule{
		{"nat", false, "POSTROUTING", []string{"-s", network.Link.Masked().String(), "!", "-o", link, "-j", "MASQUERADE"}},
		// Inserted at the top, hence last one first.
		{"filter", true, "FORWARD", []string{"-o", link, "-j", "DROP"}},
		{"filter", true, "FORWARD", []string{"-o", link, "-m", "conntrack", "--ctstate", "RELATED,ESTABLISHED", "-j", "ACCEPT"}},
		{"filter", true, "FORWARD", []string{"-i", link, "-j", "ACCEPT"}},
	}
}

func openFirewall(l layout.Layout, network layout.Network) error {
	for _, rule := range rules(l, network) {
		action := "-A"
		if rule.insert {
			action = "-I"
		}
		arguments := slices.Concat([]string{"-w", "-t", rule.table, action, rule.chain}, rule.match, []string{"-m", "comment", "--comment", l.RuleTag()})
		if _, err := iptables(arguments...); err != nil {
			return err
		}
	}
	return nil
}

// closeFirewall removes every rule that carries our tag, whoever left it.
func closeFirewall(l layout.Layout) error {
	for _, table := range []string{"nat", "filter"} {
		listing, err := iptables("-w", "-t", table, "-S")
		if err != nil {
			return err
		}
		for line := range strings.Lines(listing) {
			arguments := strings.Fields(line)
			if len(arguments) < 2 || arguments[0] != "-A" || !slices.Contains(arguments, l.RuleTag()) {
				continue
			}
			if _, err := iptables(slices.Concat([]string{"-w", "-t", table, "-D"}, arguments[1:])...); err != nil {
				return err
			}
		}
	}
	return nil
}

func iptables(arguments ...string) (string, error) {
	output, err := exec.Command("iptables", arguments...).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("iptables %s: %w: %s", strings.Join(arguments, " "), err, strings.TrimSpace(string(output)))
	}
	return string(output), nil
}
