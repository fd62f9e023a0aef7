package layout

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

// FromFlags takes the state folder from the command line and the programs from beside this one.
func FromFlags() (Layout, error) {
	state := flag.String("state", "", "the folder that holds everything of one cluster")
	flag.Parse()
	if !filepath.IsAbs(*state) {
		return Layout{}, fmt.Errorf("--state must be an absolute path, got %q", *state)
	}
	program, err := os.Executable()
	if err != nil {
		return Layout{}, err
	}
	return New(filepath.Clean(*state), filepath.Dir(program)), nil
}
