// Package applet lets several commands share one file, and with it the pages of their common code.
package applet

import (
	"fmt"
	"os"
	"slices"
	"strings"
)

// Main runs the applet that the first argument names. The argument is removed, so that each sees its usual os.Args.
func Main(applets map[string]func() error) {
	if len(os.Args) < 2 || applets[os.Args[1]] == nil {
		names := make([]string, 0, len(applets))
		for name := range applets {
			names = append(names, name)
		}
		slices.Sort(names)
		fmt.Fprintf(os.Stderr, "usage: %s %s\n", os.Args[0], strings.Join(names, "|"))
		os.Exit(2)
	}
	run := applets[os.Args[1]]
	os.Args = os.Args[1:]
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
